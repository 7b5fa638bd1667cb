package io.switchman.extender.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.extender.config.Limit;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts nodes that there was no time to judge. */
final class MissedNodes implements Tally {
    private final AtomicInteger count;

    MissedNodes(AtomicInteger count) {
        this.count = count;
    }

    @Override
    public void limitHit(Limit limit, int times) {
        assertThat(limit).isEqualTo(Limit.JUDGING_MILLIS);
        count.addAndGet(times);
    }
}
