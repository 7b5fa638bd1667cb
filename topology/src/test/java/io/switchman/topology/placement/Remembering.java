package io.switchman.topology.placement;

import io.switchman.topology.kubelet.Forecast;
import io.switchman.topology.state.NodeShape;
import java.util.HashMap;
import java.util.Map;

/** Remembers whole verdicts, and recalls them where only a quick look is asked for. */
final class Remembering implements ShapeJudge {
    private record Key(NodeShape shape, Request request) {}

    private final ShapeJudge judge;
    private final Map<Key, Verdict> known = new HashMap<>();

    Remembering(ShapeJudge judge) {
        this.judge = judge;
    }

    @Override
    public Verdict glance(NodeShape shape, Request request) {
        return judge.glance(shape, request);
    }

    @Override
    public Verdict recall(NodeShape shape, Request request) {
        Verdict verdict = known.get(new Key(shape, request));
        return verdict == null ? glance(shape, request) : verdict;
    }

    @Override
    public Verdict settle(NodeShape shape, Request request, Verdict glance) {
        return known.computeIfAbsent(new Key(shape, request), _ -> judge.settle(shape, request, glance));
    }

    @Override
    public Forecast foresee(NodeShape shape, Request request, Plan plan) {
        return judge.foresee(shape, request, plan);
    }
}
