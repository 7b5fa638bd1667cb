package io.switchman.topology.placement;

import io.switchman.topology.kubelet.Forecast;
import org.jspecify.annotations.Nullable;

/** What we say of one node for one request. Ranking looks at verdicts only, whoever made them. */
public sealed interface Verdict {
    /**
     * The pod may go there.
     *
     * @param plan the devices it would best get
     * @param forecast what the kubelet will make of it, or null as long as that was not looked at; then it ranks as if it were
     *     certain
     * @param policyMet whether the plan is aligned as the pod asked, and the kubelet is sure enough to give it
     */
    record Fits(Plan plan, @Nullable Forecast forecast, boolean policyMet) implements Verdict {}

    /** Whether nothing more can be said of the node. */
    default boolean isSettled() {
        return !(this instanceof Fits fits) || fits.forecast() != null;
    }

    /** The pod must not go there. */
    record Refused(Refusal refusal) implements Verdict {}
}
