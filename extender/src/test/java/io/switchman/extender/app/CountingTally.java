package io.switchman.extender.app;

import io.switchman.extender.config.Limit;
import io.switchman.topology.placement.Refusal;
import java.util.concurrent.ConcurrentHashMap;

/** Counts by name. */
final class CountingTally implements Tally {
    private final ConcurrentHashMap<String, Integer> counts = new ConcurrentHashMap<>();

    int of(Enum<?> what) {
        return of(what.name());
    }

    int of(String what) {
        return counts.getOrDefault(what, 0);
    }

    @Override
    public void refused(Refusal.Code code, int nodes) {
        counts.merge(code.name(), nodes, Integer::sum);
    }

    @Override
    public void limitHit(Limit limit, int times) {
        counts.merge(limit.name(), times, Integer::sum);
    }

    @Override
    public void kick(Kick result) {
        counts.merge(result.name(), 1, Integer::sum);
    }

    @Override
    public void waiting(int pods) {
        counts.put("waiting", pods);
    }

    @Override
    public void backedOff(int pairs) {
        counts.put("backedOff", pairs);
    }

    @Override
    public void admissionFailed() {
        counts.merge("admissionFailed", 1, Integer::sum);
    }

    @Override
    public void takeover(boolean inTime) {
        counts.merge(inTime ? "caughtUp" : "late", 1, Integer::sum);
    }
}
