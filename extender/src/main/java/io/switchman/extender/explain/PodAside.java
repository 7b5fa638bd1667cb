package io.switchman.extender.explain;

import io.switchman.topology.state.ClusterState;
import io.switchman.topology.state.NodeView;
import io.switchman.topology.state.PodId;
import org.jspecify.annotations.Nullable;

/** The nodes of a state as they would be without one pod, so that its own devices do not count against it. */
final class PodAside {
    private final ClusterState state;
    private final @Nullable PodId pod;
    private final int at;

    /**
     * A state without a pod.
     *
     * @param uid the pod's UID; empty if it has none, as pods written by hand
     */
    PodAside(String uid, ClusterState state) {
        this.state = state;
        this.pod = uid.isEmpty() ? null : new PodId(uid);
        this.at = pod == null ? -1 : state.slotOf(pod);
    }

    /** The node of a slot; unknown where there is no slot. */
    NodeView view(String name, int slot) {
        if (slot < 0) {
            return new NodeView.Unknown(name);
        }
        NodeView view = state.view(slot);
        if (pod == null || slot != at) {
            return view;
        }
        return switch (view) {
            case NodeView.Known known -> new NodeView.Known(known.node().without(pod));
            case NodeView.Stale stale -> new NodeView.Stale(stale.node().without(pod), stale.sinceNanos());
            case NodeView.Unknown unknown -> unknown;
        };
    }
}
