package io.switchman.extender.app;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Keeps a log from saying the same of each pod that one controller makes. */
final class SaidLately {
    /** Controllers that are remembered; of more at a time, some are said twice. */
    static final int CAPACITY = 1_000;

    private static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(10);

    private final Map<String, Long> saidAt = new LinkedHashMap<>();
    private final int capacity;

    SaidLately(int capacity) {
        this.capacity = capacity;
    }

    /** Whether something should be said of somebody now; if so, not again for a while. */
    boolean isDue(String whose, long nowNanos) {
        Long before = saidAt.get(whose);
        if (before != null && nowNanos - before < PAUSE_NANOS) {
            return false;
        }
        saidAt.remove(whose);
        saidAt.put(whose, nowNanos);
        if (saidAt.size() > capacity) {
            saidAt.remove(saidAt.keySet().iterator().next());
        }
        return true;
    }
}
