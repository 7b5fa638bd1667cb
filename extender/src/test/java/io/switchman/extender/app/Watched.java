package io.switchman.extender.app;

import io.switchman.topology.kubelet.Forecast;
import io.switchman.topology.placement.Plan;
import io.switchman.topology.placement.Request;
import io.switchman.topology.placement.ShapeJudge;
import io.switchman.topology.placement.Verdict;
import io.switchman.topology.state.NodeShape;

/** A judge, and what happens before each of its looks. */
public record Watched(ShapeJudge judge, Runnable before) implements ShapeJudge {
    @Override
    public Verdict glance(NodeShape shape, Request request) {
        before.run();
        return judge.glance(shape, request);
    }

    @Override
    public Verdict settle(NodeShape shape, Request request, Verdict glance) {
        before.run();
        return judge.settle(shape, request, glance);
    }

    @Override
    public Forecast foresee(NodeShape shape, Request request, Plan plan) {
        before.run();
        return judge.foresee(shape, request, plan);
    }
}
