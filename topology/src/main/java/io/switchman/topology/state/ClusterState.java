package io.switchman.topology.state;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All nodes at one moment. Immutable: readers keep a snapshot as long as they like, the one writer publishes the next.
 *
 * <p>A pod is in one of these states; each move is one event of {@link Reducer}:
 *
 * <pre>
 *   none --hold--> held --claim, bound--> claimed --release, node gone, unknown or another--> none
 *     |              |                       ^
 *     |              +--deadline, release, new hold, its gang's end, devices taken--> none
 *     +-----------claim (bind without hold), bound (the cluster says so)
 * </pre>
 */
public final class ClusterState {
    /** A state without nodes. */
    public static final ClusterState EMPTY =
            new ClusterState(0, Directory.EMPTY, new NodeView[0], PodIndex.EMPTY, 0, 0);

    private final long generation;
    private final Directory directory;
    private final NodeView[] views;
    private final PodIndex pods;
    private final int holds;
    private final long nextDeadlineNanos;

    ClusterState(
            long generation, Directory directory, NodeView[] views, PodIndex pods, int holds, long nextDeadlineNanos) {
        this.generation = generation;
        this.directory = directory;
        this.views = views;
        this.pods = pods;
        this.holds = holds;
        this.nextDeadlineNanos = nextDeadlineNanos;
    }

    /** Grows by one with every change. */
    public long generation() {
        return generation;
    }

    public Directory directory() {
        return directory;
    }

    /** The node of a slot. Two states share the object exactly if the node did not change between them. */
    public NodeView view(int slot) {
        return views[slot];
    }

    /** The node of a name, or null. */
    public @Nullable NodeView view(String name) {
        int slot = directory.slotOf(name);
        return slot < 0 ? null : views[slot];
    }

    public List<NodeView> views() {
        return List.of(views);
    }

    /** The slot of the node that a pod holds or claims devices of, or -1. */
    public int slotOf(PodId pod) {
        return pods.slotOf(pod);
    }

    /** Holds in force. */
    public int holds() {
        return holds;
    }

    /** Pods that claim or hold devices. */
    public int pods() {
        return pods.size();
    }

    /** No hold ends before this time; it may be that none ends then either. */
    long nextDeadlineNanos() {
        return nextDeadlineNanos;
    }

    /** Whether the deadline of a hold may have come. */
    boolean mayHaveDue(long nowNanos) {
        return holds > 0 && nextDeadlineNanos - nowNanos <= 0;
    }

    NodeView[] copyOfViews() {
        return views.clone();
    }

    PodIndex podIndex() {
        return pods;
    }
}
