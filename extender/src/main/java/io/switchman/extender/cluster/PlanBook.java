package io.switchman.extender.cluster;

import io.switchman.events.cluster.TrustedPlans;
import io.switchman.events.kube.facts.PodFacts;
import io.switchman.events.plan.ClaimReading;
import io.switchman.events.plan.KeyRing;
import io.switchman.events.plan.PlacedPlan;
import io.switchman.events.plan.PlannedClaim;
import io.switchman.events.plan.Verified;
import io.switchman.topology.model.Machine;
import io.switchman.topology.state.Claim;

/** Believes plans that carry our signature, and no others. */
public record PlanBook(KeyRing keys) implements TrustedPlans {
    @Override
    public Trust of(PodFacts pod, Machine machine) {
        String node = pod.life().node();
        Verified verified =
                keys.verify(pod.annotations().get(PlacedPlan.ANNOTATION), pod.id(), node == null ? "" : node);
        return switch (verified) {
            case Verified.Untrusted(Verified.Why why, String text) ->
                why == Verified.Why.ABSENT ? new Trust.Foreign() : new Trust.Distrusted(text);
            case Verified.Trusted(PlacedPlan plan) ->
                switch (PlannedClaim.claim(plan, machine, pod.id(), pod.fullName(), pod.priority())) {
                    case ClaimReading.Fits(Claim claim) -> new Trust.Ours(claim);
                    case ClaimReading.Unfit(String reason) -> new Trust.Distrusted(reason);
                };
        };
    }
}
