package io.switchman.topology.state;

import org.jspecify.annotations.Nullable;

/**
 * A tentative claim between filter and bind.
 *
 * @param claim the devices
 * @param deadlineNanos when it ends by itself, nanoseconds of the monotonic clock
 * @param strength what it means for other pods
 * @param gang the gang that the pod belongs to; null where it comes alone
 */
public record Hold(
        Claim claim,
        long deadlineNanos,
        Strength strength,
        @Nullable GangId gang) {
    /** What a hold means for other pods. */
    public enum Strength {
        /** They avoid the devices, but are not refused for them if nothing else fits. */
        SOFT,
        /** They are not given the devices: for members of a gang, and for a pod that others were evicted for. */
        FIRM
    }

    /** A soft hold of a pod that comes alone. */
    public Hold(Claim claim, long deadlineNanos) {
        this(claim, deadlineNanos, Strength.SOFT, null);
    }

    /** A firm hold of a pod that comes alone, such as one that others were evicted for. */
    public static Hold firm(Claim claim, long deadlineNanos) {
        return new Hold(claim, deadlineNanos, Strength.FIRM, null);
    }

    /** A firm hold of a member of a gang. */
    public static Hold ofGang(Claim claim, long deadlineNanos, GangId gang) {
        return new Hold(claim, deadlineNanos, Strength.FIRM, gang);
    }

    /** A soft hold of a member of a gang: to the others of the gang it is as good as a firm one. */
    public static Hold yielding(Claim claim, long deadlineNanos, GangId gang) {
        return new Hold(claim, deadlineNanos, Strength.SOFT, gang);
    }

    public PodId pod() {
        return claim.pod();
    }

    public boolean isFirm() {
        return strength == Strength.FIRM;
    }
}
