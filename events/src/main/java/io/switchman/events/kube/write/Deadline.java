package io.switchman.events.kube.write;

import java.time.Duration;

/**
 * When something must be over.
 *
 * @param atNanos by {@link System#nanoTime}
 */
record Deadline(long atNanos) {
    static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /** What is left; not above zero when it is over. */
    Duration left() {
        return Duration.ofNanos(atNanos - System.nanoTime());
    }

    /** Three quarters of what is left, so that something remains for a look at what came of it. */
    Duration mostOfIt() {
        return left().multipliedBy(3).dividedBy(4);
    }
}
