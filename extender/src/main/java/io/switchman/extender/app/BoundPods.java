package io.switchman.extender.app;

import io.switchman.topology.placement.Request;
import io.switchman.topology.placement.Verdict;
import io.switchman.topology.state.Node;
import io.switchman.topology.state.PodId;

/** Who is told of each pod that was bound, on the writer's thread, once its claim is in the state. */
@FunctionalInterface
public interface BoundPods {
    /** Nobody. */
    BoundPods NOBODY = _ -> {};

    /** A pod was bound. */
    void bound(Bound pod);

    /**
     * A bound pod.
     *
     * @param node where, as it was without the pod
     * @param request what it asks for
     * @param fits what we said of the node
     */
    record Bound(PodId pod, Node node, Request request, Verdict.Fits fits) {}
}
