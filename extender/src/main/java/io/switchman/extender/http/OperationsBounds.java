package io.switchman.extender.http;

/**
 * What the operations listener takes on at a time. It is open to whoever reaches it, while the configured limits are made
 * for the scheduler alone: with those, one caller could fill the heap.
 */
final class OperationsBounds {
    /** Largest body of /explain, if limits.bodyBytes is not smaller: a pod has up to 1.5 MiB, 50,000 names have 2 MiB. */
    static final long BODY_BYTES = 4L << 20;

    /** Most requests to /explain and /debug/state in work or on their way to a slow reader. */
    static final int IN_FLIGHT = 8;

    /** Seconds without a byte after which a connection is closed, so that idle readers do not keep others out. */
    static final int IDLE_SECONDS = 60;

    private int inFlight;

    /** Whether one more may be taken on; who is told so says {@link #leave} when its answer is delivered. */
    boolean enter() {
        if (inFlight >= IN_FLIGHT) {
            return false;
        }
        inFlight++;
        return true;
    }

    void leave() {
        inFlight--;
    }
}
