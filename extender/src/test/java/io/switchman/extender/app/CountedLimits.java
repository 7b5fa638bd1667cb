package io.switchman.extender.app;

import io.switchman.extender.config.Limit;
import java.util.ArrayList;
import java.util.List;

/** Remembers which limits were hit. */
final class CountedLimits implements Tally {
    private final List<String> hits = new ArrayList<>();

    List<String> hits() {
        return List.copyOf(hits);
    }

    @Override
    public void limitHit(Limit limit, int times) {
        if (times > 0) {
            hits.add(limit + " " + times);
        }
    }
}
