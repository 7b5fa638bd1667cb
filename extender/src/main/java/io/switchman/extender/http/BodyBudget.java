package io.switchman.extender.http;

import io.switchman.extender.config.Limits;

/** Memory for the bodies of all requests in work on one event loop, which is the only thread that uses it. */
final class BodyBudget {
    private static final int BODIES = 4;
    private static final int PART_OF_HEAP = 4;

    private final long most;
    private long taken;

    BodyBudget(long most) {
        this.most = most;
    }

    /** Room for four of the largest bodies, or for a quarter of the heap, whichever is less. */
    static BodyBudget of(Limits limits) {
        return new BodyBudget(
                Math.min(BODIES * limits.bodyBytes(), Runtime.getRuntime().maxMemory() / PART_OF_HEAP));
    }

    /** What one request has of it. */
    Share share() {
        return new Share();
    }

    /** Bytes in all. */
    long most() {
        return most;
    }

    /** The bytes of one request; to be released when it is answered. */
    final class Share {
        private long bytes;

        /** Takes so many bytes in all, or returns false and changes nothing. */
        boolean growTo(long wanted) {
            if (wanted - bytes > most - taken) {
                return false;
            }
            taken += wanted - bytes;
            bytes = wanted;
            return true;
        }

        void release() {
            taken -= bytes;
            bytes = 0;
        }

        long most() {
            return most;
        }
    }
}
