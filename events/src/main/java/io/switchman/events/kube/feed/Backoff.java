package io.switchman.events.kube.feed;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Waits that double with every failure up to a limit, each shortened by up to a half at random, so that many clients of a
 * server that comes back do not come all at once. Not safe for several threads.
 */
final class Backoff {
    private final long firstNanos;
    private final long mostNanos;
    private final RandomGenerator random;
    private int failures;

    Backoff(Duration first, Duration most, RandomGenerator random) {
        this.firstNanos = first.toNanos();
        this.mostNanos = most.toNanos();
        this.random = random;
    }

    /** After a success. */
    void reset() {
        failures = 0;
    }

    /** After a failure that trying again soon cannot help: the next wait is the longest. */
    void slow() {
        failures = Math.max(failures, Long.SIZE);
    }

    /** How long to wait after one more failure, in nanoseconds. */
    long next() {
        long wait = failures >= 32 ? mostNanos : Math.min(mostNanos, firstNanos << failures);
        failures = Math.min(failures + 1, Long.SIZE);
        return shortened(wait < 0 ? mostNanos : wait, random);
    }

    /** Between a half and the whole. */
    static long shortened(long nanos, RandomGenerator random) {
        return nanos / 2 + random.nextLong(nanos / 2 + 1);
    }
}
