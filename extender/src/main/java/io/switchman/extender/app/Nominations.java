package io.switchman.extender.app;

import io.switchman.extender.config.Limit;
import io.switchman.topology.state.Claim;
import io.switchman.topology.state.ClusterEvent;
import io.switchman.topology.state.Hold;
import io.switchman.topology.state.Node;
import io.switchman.topology.state.NodeShape;
import io.switchman.topology.state.NodeView;
import io.switchman.topology.state.PodId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the room that evictions make for the pod that they were made for. What preempt answered is remembered; once the cluster
 * says which of the nodes the pod is nominated to, it holds firmly what its victims leave there, until it is bound, is gone or is
 * nominated elsewhere, or until some time after the last victim has left. A nomination that preempt did not answer counts for
 * nothing: it may be no more than an intention.
 *
 * <p>Looks again whenever the state has changed, so no call comes in between. Used on the writer's thread only.
 */
final class Nominations {
    private final StateKeeper keeper;
    private final WatchedPods watched;
    private final long nanos;
    private final int capacity;
    private final Tally tally;

    private final Map<PodId, Nomination> nominations = new LinkedHashMap<>();
    private boolean looking;

    /**
     * Room on a node.
     *
     * @param victims pods to be evicted there
     * @param claim what the pod would get then
     */
    record Room(Set<PodId> victims, Claim claim) {
        Room {
            victims = Set.copyOf(victims);
        }
    }

    /** A pod that was answered, and how far it has come. */
    private static final class Nomination {
        private final PodId pod;
        private final Map<String, Room> rooms;
        private final long answeredNanos;
        private String node = "";
        /** Whether the last victim has left; then there is a deadline. */
        private boolean vacated;

        private boolean announced;

        private long deadlineNanos;

        Nomination(PodId pod, Map<String, Room> rooms, long answeredNanos) {
            this.pod = pod;
            this.rooms = Map.copyOf(rooms);
            this.answeredNanos = answeredNanos;
        }
    }

    /**
     * Nominations.
     *
     * @param nanos how long room is kept after the last victim left, and how long an answer waits for the cluster's word
     * @param capacity most pods, 1 or more; the one that was answered longest ago is forgotten
     */
    Nominations(StateKeeper keeper, WatchedPods watched, long nanos, int capacity, Tally tally) {
        this.keeper = keeper;
        this.watched = watched;
        this.nanos = nanos;
        this.capacity = capacity;
        this.tally = tally;
        keeper.onChange(this::look);
    }

    /** Remembers what preempt answers, by node, in the place of what it answered before. */
    void answered(PodId pod, Map<String, Room> rooms) {
        Nomination before = nominations.remove(pod);
        if (before != null) {
            letGo(before);
        }
        if (rooms.isEmpty()) {
            return;
        }
        if (nominations.size() >= capacity) {
            nominations.remove(nominations.keySet().iterator().next());
            tally.limitHit(Limit.NOMINATIONS, 1);
        }
        nominations.put(pod, new Nomination(pod, rooms, keeper.nowNanos()));
    }

    /** The hold of a pod for which room is kept on a node, or null. */
    @Nullable
    Hold hold(String node, Claim claim) {
        Nomination nomination = nominations.get(claim.pod());
        if (nomination == null || !nomination.node.equals(node)) {
            return null;
        }
        return Hold.firm(claim, nomination.vacated ? nomination.deadlineNanos : keeper.nowNanos() + nanos);
    }

    /** Takes what was freed since it last looked, and forgets what is over. */
    void look() {
        if (looking || nominations.isEmpty()) {
            return;
        }
        looking = true;
        try {
            List.copyOf(nominations.values()).forEach(this::look);
        } finally {
            looking = false;
        }
    }

    /** Whether evictions were answered for a pod not long ago. */
    boolean knows(PodId pod) {
        return nominations.containsKey(pod);
    }

    /** Whether room that evictions were to make for a pod is there by now. */
    boolean hasRoom(PodId pod) {
        Nomination nomination = nominations.get(pod);
        return nomination != null
                && nomination.rooms.entrySet().stream().anyMatch(room -> isMade(room.getKey(), room.getValue()));
    }

    private boolean isMade(String name, Room room) {
        return haveLeft(name, room.victims())
                && keeper.state().view(name) instanceof NodeView.Known(Node node)
                && room.claim()
                        .equals(part(
                                room.claim(), node.without(room.claim().pod()).unreserved()));
    }

    private boolean haveLeft(String name, Set<PodId> victims) {
        return victims.stream().noneMatch(victim -> name.equals(keeper.boundTo(victim)));
    }

    /** Pods whose victims have all left, as we know now. Each is told of once. */
    List<PodId> vacated() {
        return nominations.values().stream()
                .filter(nomination -> nomination.vacated && !nomination.announced)
                .map(nomination -> nomination.pod)
                .toList();
    }

    /** A pod was told that it may come. */
    void announced(PodId pod) {
        Nomination nomination = nominations.get(pod);
        if (nomination != null) {
            nomination.announced = true;
        }
    }

    /** Pods that are remembered. */
    int size() {
        return nominations.size();
    }

    private void look(Nomination nomination) {
        WatchedPods.Watched told = watched.of(nomination.pod);
        boolean placed =
                keeper.boundTo(nomination.pod) != null || told != null && (told.node() != null || told.isOver());
        String nominated = told == null || told.nominated() == null ? "" : told.nominated();
        Room room = nomination.rooms.get(nominated);
        long now = keeper.nowNanos();
        boolean late = nomination.vacated
                ? now - nomination.deadlineNanos >= 0
                : nomination.node.isEmpty() && now - nomination.answeredNanos >= nanos;
        if (placed || late || room == null && !nomination.node.isEmpty()) {
            nominations.remove(nomination.pod);
            letGo(nomination);
        } else if (room != null) {
            keep(nomination, nominated, room);
        }
    }

    private void keep(Nomination nomination, String node, Room room) {
        if (!nomination.node.equals(node)) {
            letGo(nomination);
            nomination.node = node;
        }
        boolean vacated = haveLeft(node, room.victims());
        Hold hold = keeper.holdOf(nomination.pod);
        if (vacated && !nomination.vacated) {
            nomination.vacated = true;
            nomination.deadlineNanos = keeper.nowNanos() + nanos;
            take(node, room.claim(), hold, nomination.deadlineNanos);
        } else if (!vacated) {
            take(node, room.claim(), hold, keeper.nowNanos() + nanos);
        }
    }

    /** Holds as much of a claim as nobody has; not if the pod holds something else meanwhile, or as much already. */
    private void take(String name, Claim claim, @Nullable Hold before, long deadlineNanos) {
        if (!(keeper.state().view(name) instanceof NodeView.Known(Node node))
                || before != null && (before.gang() != null || node.holdOf(claim.pod()) == null)) {
            return;
        }
        Claim part = part(claim, node.without(claim.pod()).unreserved());
        boolean isEnough = before != null
                && before.isFirm()
                && before.claim().equals(part)
                && before.deadlineNanos() - deadlineNanos >= -nanos / 2;
        if (part != null && !isEnough) {
            keeper.apply(new ClusterEvent.HoldAsked(name, Hold.firm(part, deadlineNanos)));
        }
    }

    private static @Nullable Claim part(Claim claim, NodeShape left) {
        int gpus = claim.gpus() & left.freeGpus();
        int[] vfs = claim.vfs();
        if (vfs.length != left.machine().sources().size()) {
            return null;
        }
        int total = Integer.bitCount(gpus);
        for (int source = 0; source < vfs.length; source++) {
            vfs[source] = Math.min(vfs[source], left.freeVfs(source));
            total += vfs[source];
        }
        Claim part = new Claim(claim.pod(), claim.podName(), claim.priority(), gpus, vfs, new Claim.Extent.Any());
        boolean whole = gpus == claim.gpus() && Arrays.equals(vfs, claim.vfs());
        return total == 0 ? null : whole ? claim : part;
    }

    private void letGo(Nomination nomination) {
        Hold hold = keeper.holdOf(nomination.pod);
        if (!nomination.node.isEmpty() && hold != null && hold.isFirm() && hold.gang() == null) {
            keeper.apply(new ClusterEvent.HoldReleased(nomination.pod));
        }
    }
}
