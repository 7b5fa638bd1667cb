package io.switchman.events.kube.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30), new SplittableRandom(1));

    @Test
    void doublesUpToTheMostWithJitter() {
        for (long seconds : new long[] {1, 2, 4, 8, 16, 30, 30, 30}) {
            assertThat(backoff.next())
                    .isBetween(
                            Duration.ofSeconds(seconds).toNanos() / 2,
                            Duration.ofSeconds(seconds).toNanos());
        }
        for (int i = 0; i < 1000; i++) {
            assertThat(backoff.next()).isBetween(15_000_000_000L, 30_000_000_000L);
        }
    }

    @Test
    void beginsAnewAfterSuccess() {
        backoff.slow();
        assertThat(backoff.next()).isGreaterThanOrEqualTo(15_000_000_000L);
        backoff.reset();
        assertThat(backoff.next()).isLessThanOrEqualTo(1_000_000_000L);
    }
}
