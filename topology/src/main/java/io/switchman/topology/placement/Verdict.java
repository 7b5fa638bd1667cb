package io.switchman.topology.placement;

/** What we say of one node for one request. Ranking looks at verdicts only, whoever made them. */
public sealed interface Verdict {
    /**
     * The pod may go there.
     *
     * @param plan the devices it would best get
     * @param policyMet whether the plan is aligned as the pod asked
     */
    record Fits(Plan plan, boolean policyMet) implements Verdict {}

    /** The pod must not go there. */
    record Refused(Refusal refusal) implements Verdict {}
}
