package io.switchman.extender.app;

import io.switchman.topology.placement.Request;
import io.switchman.topology.placement.Verdict;
import io.switchman.topology.state.Claim;
import io.switchman.topology.state.Node;
import io.switchman.topology.state.PodId;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** Makes bindings last: tells the cluster where pods go. Asked on the writer's thread, after the devices were taken. */
@FunctionalInterface
public interface Binder {
    /**
     * Binds a pod.
     *
     * @return the cluster's answer, always and in time, on the writer's thread
     */
    Future<Answer> bind(Order order);

    /**
     * A pod that is to be bound.
     *
     * @param namespace its namespace
     * @param name its name
     * @param node the node's name
     * @param placed what we planned, or null for a pod that gets no devices from us
     */
    record Order(
            PodId pod,
            String namespace,
            String name,
            String node,
            @Nullable Placed placed) {}

    /**
     * What was planned for a pod.
     *
     * @param claim the devices that were taken for it
     * @param before its node as it was without it
     * @param request what it asks for
     * @param fits what was said of the node
     * @param generation of the state that it was planned on
     */
    record Placed(Claim claim, Node before, Request request, Verdict.Fits fits, long generation) {}

    /** What the cluster made of it. */
    sealed interface Answer {
        /** The pod is bound to the node. */
        record Done() implements Answer {}

        /** It is not and will not be by this order; what was taken can be given back, unless an earlier order is unclear. */
        record Refused(String reason) implements Answer {}

        /** Nobody can tell; what was taken must stay taken until the cluster tells. */
        record Unclear(String reason) implements Answer {}
    }
}
