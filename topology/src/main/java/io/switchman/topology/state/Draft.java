package io.switchman.topology.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A state in the making: lives inside one call of {@link Reducer#apply} and is never seen outside. It keeps nodes, the index of
 * pods and the number of holds; what may become of them is decided in {@link NodeChanges}, {@link ClaimChanges} and
 * {@link HoldChanges}.
 */
final class Draft {
    static final String NODE_NOT_KNOWN = "the node is not known";
    static final String TAKEN = "devices are taken";
    static final String RESERVED = "devices are held for a gang or a nominated pod";

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

    void tell(Effect effect) {
        effects.add(effect);
    }

    /** Slots are below this. */
    int size() {
        return size;
    }

    /** The slot of a node, or -1. */
    int slotOf(String name) {
        Integer fresh = added.get(name);
        int slot = fresh != null ? fresh : before.directory().slotOf(name);
        return slot >= 0 && views[slot] == null ? -1 : slot;
    }

    /** The slot of the node that a pod holds or claims devices of, or -1. */
    int slotOf(PodId pod) {
        return pods.slotOf(pod);
    }

    /** What is at a slot; null if the node is gone. */
    @Nullable
    NodeView view(int slot) {
        return views[slot];
    }

    /** The node of a slot, fresh or stale; null if there is no slot, or nobody told what the node is made of. */
    @Nullable
    Node node(int slot) {
        return slot < 0 ? null : node(views[slot]);
    }

    private static @Nullable Node node(@Nullable NodeView view) {
        return switch (view) {
            case null -> null;
            case NodeView.Known(Node node) -> node;
            case NodeView.Stale(Node node, long _) -> node;
            case NodeView.Unknown _ -> null;
        };
    }

    /** Adds a node that is not there. */
    void add(NodeView view) {
        if (size == views.length) {
            views = Arrays.copyOf(views, Math.max(16, size * 2));
        }
        added.put(view.name(), size);
        set(size++, view);
    }

    void set(int slot, NodeView view) {
        views[slot] = view;
        changed = true;
    }

    /** Changes a node; how fresh our knowledge is stays as it is. */
    void set(int slot, Node node) {
        set(
                slot,
                views[slot] instanceof NodeView.Stale(Node _, long since)
                        ? new NodeView.Stale(node, since)
                        : new NodeView.Known(node));
    }

    void remove(int slot, String name) {
        views[slot] = null;
        gone++;
        added.remove(name);
        changed = true;
    }

    /** Says where a pod holds or claims devices from now on. */
    void enter(PodId pod, int slot) {
        pods = pods.with(pod, slot);
    }

    /** Says that a pod neither holds nor claims devices any more. */
    void leave(PodId pod) {
        pods = pods.without(pod);
    }

    /** Holds in force. */
    int holds() {
        return holds;
    }

    void countHold(long deadlineNanos) {
        if (holds == 0 || deadlineNanos - nextDeadline < 0) {
            nextDeadline = deadlineNanos;
        }
        holds++;
    }

    void uncountHold() {
        holds--;
    }

    /** Says that no hold ends before this time. */
    void noneDueBefore(long deadlineNanos) {
        nextDeadline = deadlineNanos;
        changed = true;
    }

    private static PodIndex indexOf(NodeView[] views) {
        PodIndex fresh = PodIndex.EMPTY;
        for (int slot = 0; slot < views.length; slot++) {
            Node node = node(views[slot]);
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
}
