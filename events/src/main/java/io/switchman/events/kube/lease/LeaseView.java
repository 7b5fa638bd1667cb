package io.switchman.events.kube.lease;

import io.switchman.events.kube.feed.FeedClock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What we saw of a Lease, and since when it has not changed, by our own clock. That its holder's clock or its times are
 * wrong does no harm so. For one thread.
 */
final class LeaseView {
    private final FeedClock clock;
    private LeaseStore.@Nullable Stored lease;
    private long sinceNanos;

    LeaseView(FeedClock clock) {
        this.clock = clock;
    }

    void saw(LeaseStore.Stored seen) {
        LeaseStore.Stored before = lease;
        // Its version says nothing: anybody may write a label, and the holder is as silent as before.
        if (before == null || !before.record().equals(seen.record())) {
            sinceNanos = clock.nanoTime();
        }
        lease = seen;
    }

    /** The Lease as we saw it last, if that was someone's. */
    LeaseStore.@Nullable Stored lastOf(String holder) {
        LeaseStore.Stored last = lease;
        return last != null && last.record().holder().equals(holder) ? last : null;
    }

    /** Whether its holder has been silent for too long: by our setting, or by his own word if that is longer. */
    boolean isOver(Duration ourLease) {
        LeaseStore.Stored last = lease;
        if (last == null) {
            return false;
        }
        long his = Duration.ofSeconds(last.record().seconds()).toNanos();
        return clock.nanoTime() - sinceNanos >= Math.max(his, ourLease.toNanos());
    }
}
