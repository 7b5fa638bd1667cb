package io.switchman.topology.placement;

import io.switchman.topology.kubelet.Forecast;
import io.switchman.topology.kubelet.OutcomeClass;
import io.switchman.topology.kubelet.Remedy;
import io.switchman.topology.state.NodeShape;
import org.jspecify.annotations.Nullable;

/** Turns the best plan of a node, and what its kubelet will make of it, into a verdict under the pod's policy. */
public final class Judge implements ShapeJudge {
    private final Placer placer;
    private final Foresight foresight;

    public Judge(Placer placer, Foresight foresight) {
        this.placer = placer;
        this.foresight = foresight;
    }

    @Override
    public Verdict glance(NodeShape shape, Request request) {
        return switch (placer.plan(shape, request)) {
            case Placement.None none -> new Verdict.Refused(none.refusal());
            case Placement.Found(Plan plan) -> {
                Policy policy = request.policy();
                boolean aligned = plan.isAligned(policy.locality());
                yield aligned || policy.mode() != Policy.Mode.REQUIRE
                        ? new Verdict.Fits(plan, null, aligned || policy.mode() == Policy.Mode.IGNORE)
                        : new Verdict.Refused(new Refusal.NotAligned(policy.locality(), plan.level()));
            }
        };
    }

    @Override
    public Verdict settle(NodeShape shape, Request request, Verdict glance) {
        return switch (glance) {
            case Verdict.Fits(Plan plan, var forecast, boolean policyMet)
            when forecast == null -> under(request, plan, foresight.of(shape, request, plan), policyMet);
            default -> glance;
        };
    }

    @Override
    public Forecast foresee(NodeShape shape, Request request, Plan plan) {
        return foresight.of(shape, request, plan);
    }

    /** The cheapest change that makes an aligned placement certain there; null if none is known or needed. */
    public @Nullable Remedy remedy(NodeShape shape, Request request) {
        return placer.plan(shape, request) instanceof Placement.Found(Plan plan)
                ? foresight.remedy(shape, request, plan)
                : null;
    }

    /** The verdict where the forecast is this one. */
    static Verdict under(Request request, Plan plan, Forecast forecast, boolean planMeetsPolicy) {
        Policy policy = request.policy();
        if (forecast.kind() == OutcomeClass.REJECTED) {
            return new Verdict.Refused(new Refusal.KubeletRejects());
        }
        if (policy.mode() == Policy.Mode.IGNORE) {
            return new Verdict.Fits(plan, forecast, true);
        }
        boolean sure = !request.asksLocality() || policy.isSatisfiedBy(forecast);
        return sure || policy.mode() != Policy.Mode.REQUIRE
                ? new Verdict.Fits(plan, forecast, planMeetsPolicy && sure)
                : new Verdict.Refused(new Refusal.NotCertain(policy.minCertainty(), forecast));
    }
}
