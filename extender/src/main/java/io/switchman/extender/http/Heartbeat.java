package io.switchman.extender.http;

import io.vertx.core.Context;
import java.util.function.LongSupplier;

/** Tells whether an event loop still turns: gives it nothing to do, and measures how long that waits. */
final class Heartbeat {
    private final Context loop;
    private final LongSupplier clockNanos;
    private volatile boolean waiting;
    private volatile long postedNanos;
    private volatile long lastLagNanos;

    Heartbeat(Context loop, LongSupplier clockNanos) {
        this.loop = loop;
        this.clockNanos = clockNanos;
    }

    /** Posts the next nothing, unless one is still waiting. One thread calls this. */
    void beat() {
        if (waiting) {
            return;
        }
        postedNanos = clockNanos.getAsLong();
        waiting = true;
        loop.runOnContext(_ -> {
            lastLagNanos = clockNanos.getAsLong() - postedNanos;
            waiting = false;
        });
    }

    /** How long work waits: what the last beat waited, or what the present one has waited so far, if that is longer. */
    long lagNanos() {
        return waiting ? Math.max(lastLagNanos, clockNanos.getAsLong() - postedNanos) : lastLagNanos;
    }
}
