package io.switchman.topology.state;

import io.switchman.topology.kubelet.KubeletSetup;
import io.switchman.topology.model.Machine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A state in the making: lives inside one call of {@link Reducer#apply} and is never seen outside. */
final class Draft {
    private final ClusterState before;
    private final List<Effect> effects = new ArrayList<>();
    private final Map<String, Integer> added = new HashMap<>();
    /** By slot; null where a node is gone, so that slots stay as they are until the end of the step. */
    private @Nullable NodeView[] views;

    private int size;
    private int gone;
    private PodIndex pods;
    private int holds;
    private long nextDeadline;
    private boolean changed;

    Draft(ClusterState before) {
        this.before = before;
        this.views = before.copyOfViews();
        this.size = views.length;
        this.pods = before.podIndex();
        this.holds = before.holds();
        this.nextDeadline = before.nextDeadlineNanos();
    }

    Step step() {
        if (!changed) {
            return new Step(before, effects);
        }
        NodeView[] left = left();
        Directory directory = before.directory();
        if (gone > 0 || !added.isEmpty()) {
            directory = Directory.of(Arrays.stream(left).map(NodeView::name).toList());
        }
        return new Step(
                new ClusterState(
                        before.generation() + 1, directory, left, gone > 0 ? indexOf(left) : pods, holds, nextDeadline),
                effects);
    }

    /** The nodes that are left. Almost every step leaves all, and must not look at each of them. */
    @SuppressWarnings("NullAway") // none is null where none is gone
    private NodeView[] left() {
        if (gone == 0) {
            return size == views.length ? views : Arrays.copyOf(views, size);
        }
        return Arrays.stream(views, 0, size).filter(Objects::nonNull).toArray(NodeView[]::new);
    }

    void see(String name, Machine machine, KubeletSetup kubelet) {
        int slot = slotOf(name);
        if (slot < 0) {
            if (size == views.length) {
                views = Arrays.copyOf(views, Math.max(16, size * 2));
            }
            added.put(name, size);
            set(size++, Node.idle(name, machine, kubelet));
        } else if (!(views[slot] instanceof NodeView.Known(Node node)) || node.machine() != machine) {
            releaseAll(slot);
            set(slot, Node.idle(name, machine, kubelet));
        } else if (!node.kubelet().equals(kubelet)) {
            set(slot, node.with(kubelet));
        }
    }

    void forget(String name) {
        int slot = slotOf(name);
        if (slot < 0) {
            return;
        }
        releaseAll(slot);
        views[slot] = null;
        gone++;
        added.remove(name);
        changed = true;
    }

    void setPorts(String name, long usablePorts) {
        int slot = slotOf(name);
        Node node = slot < 0 ? null : known(slot);
        Node next = node == null ? null : node.withUsablePorts(usablePorts);
        if (next != null && next != node) {
            set(slot, next);
        }
    }

    void hold(String name, Hold hold, int maxHolds) {
        endHold(hold.pod());
        int slot = slotOf(name);
        Node node = slot < 0 ? null : known(slot);
        String reason = node == null
                ? "the node is not known"
                : pods.slotOf(hold.pod()) >= 0
                        ? "the pod is bound already"
                        : holds >= maxHolds
                                ? Effect.HoldRefused.TOO_MANY
                                : node.canClaim(hold.claim()) ? null : "devices are taken";
        if (reason != null || node == null) {
            effects.add(new Effect.HoldRefused(name, hold, reason == null ? "the node is not known" : reason));
            return;
        }
        set(slot, node.withHold(hold));
        pods = pods.with(hold.pod(), slot);
        if (holds == 0 || hold.deadlineNanos() - nextDeadline < 0) {
            nextDeadline = hold.deadlineNanos();
        }
        holds++;
    }

    void claim(String name, Claim claim) {
        int slot = slotOf(name);
        Node node = slot < 0 ? null : known(slot);
        if (node == null) {
            effects.add(new Effect.ClaimRefused(name, claim, "the node is not known"));
            return;
        }
        int at = pods.slotOf(claim.pod());
        Node other = at < 0 ? null : known(at);
        if (other != null && other.claimOf(claim.pod()) != null) {
            if (at != slot || !claim.equals(other.claimOf(claim.pod()))) {
                effects.add(new Effect.ClaimRefused(name, claim, "the pod is bound to " + other.name()));
            }
            return;
        }
        if (!node.canClaim(claim)) {
            effects.add(new Effect.ClaimRefused(name, claim, "devices are taken"));
            return;
        }
        endHold(claim.pod());
        Node fresh = known(slot);
        Node claimed = (fresh == null ? node : fresh).withClaim(claim);
        set(slot, claimed);
        pods = pods.with(claim.pod(), slot);
        effects.add(new Effect.Claimed(name, claim));
        dropBrokenHolds(claimed);
    }

    /** Holds are soft: whoever claims a held device ends the hold, and the other pod binds without. */
    private void dropBrokenHolds(Node node) {
        for (Hold hold : node.holds()) {
            if (!node.canClaim(hold.claim())) {
                endHold(hold.pod());
                effects.add(new Effect.HoldRefused(node.name(), hold, "devices are taken"));
            }
        }
    }

    /** Takes a node's word for what a pod got. Other pods whose devices were only guessed move out of the way. */
    void settle(PodId pod, int gpus, int[] vfs) {
        int slot = pods.slotOf(pod);
        Node node = slot < 0 ? null : known(slot);
        Claim claim = node == null ? null : node.claimOf(pod);
        if (node == null || claim == null) {
            return;
        }
        Claim actual = claim.settled(gpus, vfs);
        if (actual.equals(claim)) {
            return;
        }
        Node settled = Settling.settle(node, actual);
        if (settled == null) {
            effects.add(new Effect.EvidenceRefused(node.name(), actual, "devices are taken"));
            return;
        }
        set(slot, settled);
        effects.add(new Effect.Settled(node.name(), actual));
        dropBrokenHolds(settled);
    }

    void release(PodId pod) {
        endHold(pod);
        int slot = pods.slotOf(pod);
        Node node = slot < 0 ? null : known(slot);
        Claim claim = node == null ? null : node.claimOf(pod);
        if (node != null && claim != null) {
            set(slot, node.without(pod));
            pods = pods.without(pod);
            effects.add(new Effect.Released(node.name(), claim));
        }
    }

    void endHold(PodId pod) {
        int slot = pods.slotOf(pod);
        Node node = slot < 0 ? null : known(slot);
        if (node != null && node.holdOf(pod) != null) {
            set(slot, node.withoutHold(pod));
            pods = pods.without(pod);
            holds--;
        }
    }

    /** Ends holds whose deadline has come, earliest first. Looks at the nodes only if there can be such. */
    void expireHolds(long nowNanos) {
        if (!before.mayHaveDue(nowNanos)) {
            return;
        }
        List<Effect.HoldExpired> due = new ArrayList<>();
        long next = Long.MAX_VALUE;
        for (int slot = 0; slot < size; slot++) {
            Node node = known(slot);
            if (node == null) {
                continue;
            }
            for (Hold hold : node.holds()) {
                long left = hold.deadlineNanos() - nowNanos;
                if (left <= 0) {
                    due.add(new Effect.HoldExpired(node.name(), hold));
                } else {
                    next = Math.min(next, left);
                }
            }
        }
        due.sort(Comparator.comparingLong(expired -> expired.hold().deadlineNanos() - nowNanos));
        due.forEach(expired -> endHold(expired.hold().pod()));
        effects.addAll(due);
        nextDeadline = nowNanos + next;
        changed = true;
    }

    private int slotOf(String name) {
        Integer fresh = added.get(name);
        int slot = fresh != null ? fresh : before.directory().slotOf(name);
        return slot >= 0 && views[slot] == null ? -1 : slot;
    }

    private void releaseAll(int slot) {
        Node node = known(slot);
        if (node != null) {
            node.claims().forEach(claim -> release(claim.pod()));
            node.holds().forEach(hold -> endHold(hold.pod()));
        }
    }

    private static PodIndex indexOf(NodeView[] views) {
        PodIndex fresh = PodIndex.EMPTY;
        for (int slot = 0; slot < views.length; slot++) {
            Node node = known(views[slot]);
            if (node == null) {
                continue;
            }
            for (Claim claim : node.claims()) {
                fresh = fresh.with(claim.pod(), slot);
            }
            for (Hold hold : node.holds()) {
                fresh = fresh.with(hold.pod(), slot);
            }
        }
        return fresh;
    }

    private @Nullable Node known(int slot) {
        return known(views[slot]);
    }

    private static @Nullable Node known(@Nullable NodeView view) {
        return switch (view) {
            case null -> null;
            case NodeView.Known(Node node) -> node;
            case NodeView.Stale(Node node, long _) -> node;
            case NodeView.Unknown _ -> null;
        };
    }

    private void set(int slot, Node node) {
        views[slot] = new NodeView.Known(node);
        changed = true;
    }
}
