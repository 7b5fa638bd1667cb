package io.switchman.topology.placement;

import io.switchman.topology.kubelet.Forecast;
import io.switchman.topology.state.NodeShape;

/** Gives the verdict on a shape, in two stages: {@link Judge} by thinking, a memo in front of it by remembering. */
public interface ShapeJudge {
    /**
     * The quick look: what the placer finds. A verdict that is not settled yet promises at most too much.
     */
    Verdict glance(NodeShape shape, Request request);

    /** The quick look, or the whole verdict where that takes no thinking. */
    default Verdict recall(NodeShape shape, Request request) {
        return glance(shape, request);
    }

    /**
     * The whole verdict: what the kubelet will make of it, too.
     *
     * @param glance what the quick look gave
     */
    Verdict settle(NodeShape shape, Request request, Verdict glance);

    /**
     * What the kubelet will make of a request in a state that the plan was not made for. It is not remembered, as it depends
     * on the plan, too.
     *
     * @param plan what is promised
     */
    Forecast foresee(NodeShape shape, Request request, Plan plan);

    /** The whole verdict on one shape; the same for every node that has it. */
    default Verdict judge(NodeShape shape, Request request) {
        return settle(shape, request, glance(shape, request));
    }
}
