package io.switchman.topology.placement;

/** What the {@link Placer} finds: a plan, or the proof that there is none. */
public sealed interface Placement {
    /** The best plan. */
    record Found(Plan plan) implements Placement {}

    /** None exists, and why. */
    record None(Refusal refusal) implements Placement {}
}
