package io.switchman.topology.placement;

import io.switchman.topology.state.NodeShape;

/** Turns the best plan of a node into a verdict under the pod's policy. */
public final class Judge implements ShapeJudge {
    private final Placer placer;

    public Judge(Placer placer) {
        this.placer = placer;
    }

    @Override
    public Verdict judge(NodeShape shape, Request request) {
        return switch (placer.plan(shape, request)) {
            case Placement.None none -> new Verdict.Refused(none.refusal());
            case Placement.Found found -> underPolicy(found.plan(), request.policy());
        };
    }

    private static Verdict underPolicy(Plan plan, Policy policy) {
        boolean aligned = plan.isAligned(policy.locality());
        if (!aligned && policy.mode() == Policy.Mode.REQUIRE) {
            return new Verdict.Refused(new Refusal.NotAligned(policy.locality(), plan.level()));
        }
        return new Verdict.Fits(plan, aligned || policy.mode() == Policy.Mode.IGNORE);
    }
}
