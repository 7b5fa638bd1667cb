package io.switchman.events.plan;

/** What came of reading the text of a plan. */
public sealed interface PlanReading {
    /** It is one. */
    record Read(PlacedPlan plan) implements PlanReading {}

    /**
     * It is none.
     *
     * @param reason what is wrong, for people; quotes at most a little of the text
     */
    record Unreadable(String reason) implements PlanReading {}
}
