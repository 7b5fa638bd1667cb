package io.switchman.topology.state;

/**
 * A tentative claim between filter and bind. Other pods avoid held devices, but are not refused for them if nothing else
 * fits.
 *
 * @param claim the devices
 * @param deadlineNanos when it ends by itself, nanoseconds of the monotonic clock
 */
public record Hold(Claim claim, long deadlineNanos) {
    public PodId pod() {
        return claim.pod();
    }
}
