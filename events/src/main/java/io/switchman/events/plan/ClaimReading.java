package io.switchman.events.plan;

import io.switchman.topology.state.Claim;

/** What a plan means on a machine. */
public sealed interface ClaimReading {
    /** These devices. */
    record Fits(Claim claim) implements ClaimReading {}

    /** The machine has not what the plan names: it is another one by now, or its resources got other names. */
    record Unfit(String reason) implements ClaimReading {}
}
