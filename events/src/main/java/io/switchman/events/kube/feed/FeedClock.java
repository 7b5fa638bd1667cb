package io.switchman.events.kube.feed;

import java.util.concurrent.TimeUnit;

/** Time as a feed sees it. */
public interface FeedClock {
    /** The machine's own, monotonic. */
    FeedClock SYSTEM = new FeedClock() {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public void sleep(long nanos) throws InterruptedException {
            TimeUnit.NANOSECONDS.sleep(nanos);
        }
    };

    /** Nanoseconds since some moment, as {@link System#nanoTime}. */
    long nanoTime();

    /** Waits so many nanoseconds. */
    void sleep(long nanos) throws InterruptedException;
}
