package io.switchman.topology.placement;

import io.switchman.topology.state.NodeShape;

/** Gives the verdict on a shape: {@link Judge} by thinking, a memo in front of it by remembering. */
@FunctionalInterface
public interface ShapeJudge {
    /** The verdict on one shape; the same for every node that has it. */
    Verdict judge(NodeShape shape, Request request);
}
