package io.switchman.events.kube.lease;

import java.time.Duration;

/**
 * How a Lease is held. The defaults are those of Kubernetes' own components.
 *
 * @param identity who we are; of this process alone, for whoever has the same one is taken for the same holder
 * @param lease how long others wait for a holder of whom they hear nothing; whole seconds
 * @param renewWithin how long a holder goes on without a renewal; below {@code lease}, and the difference is what clocks
 *     may run apart in that time
 * @param retry between two attempts
 */
public record LeaseSettings(String identity, Duration lease, Duration renewWithin, Duration retry) {
    /** The usual times. */
    public static LeaseSettings of(String identity) {
        return new LeaseSettings(identity, Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(2));
    }

    public LeaseSettings {
        if (identity.isEmpty()) {
            throw new IllegalArgumentException("a holder needs an identity");
        }
        if (lease.toSeconds() < 1 || lease.compareTo(renewWithin) <= 0) {
            throw new IllegalArgumentException("lease " + lease + " must be longer than renewWithin " + renewWithin);
        }
        if (!retry.isPositive() || renewWithin.compareTo(retry.multipliedBy(2)) < 0) {
            throw new IllegalArgumentException("renewWithin " + renewWithin + " must hold two of retry " + retry);
        }
    }
}
