package io.switchman.e2e;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Times of one kind of event, in milliseconds. */
final class Latencies {
    private final List<Double> millis = new ArrayList<>();

    void add(long nanos) {
        millis.add(nanos / 1e6);
    }

    double percentile(int percent) {
        List<Double> sorted = new ArrayList<>(millis);
        Collections.sort(sorted);
        return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
    }

    @Override
    public String toString() {
        return "p50 %.1f ms, p99 %.1f ms of %d".formatted(percentile(50), percentile(99), millis.size());
    }
}
