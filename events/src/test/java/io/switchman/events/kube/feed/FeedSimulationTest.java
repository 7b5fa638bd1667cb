package io.switchman.events.kube.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.events.kube.facts.NetworkFacts;
import io.switchman.events.kube.feed.FeedStatus.State;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens between a cluster and a consumer, the consumer sees the cluster in the end. */
class FeedSimulationTest {
    private static final int SEEDS = 2000;
    private static final int STEPS = 60;

    /** One feed with its surroundings; the seed tells all that happens. */
    private static final class Run {
        final View view = new View();
        final SplittableRandom appetite;
        final SimulatedServer server;
        final ListWatchFeed<NetworkFacts> feed;

        Run(long seed) {
            appetite = new SplittableRandom(seed + 1);
            List<ListWatchFeed<NetworkFacts>> later = new ArrayList<>();
            server = new SimulatedServer(seed, () -> later.forEach(f -> view.apply(f.drain(1 + appetite.nextInt(6)))));
            feed = new ListWatchFeed<>(
                    Samples.kind(true), server, Samples.SETTINGS, server, new SplittableRandom(seed + 2));
            server.guardedBy(feed::check);
            later.add(feed);
        }

        void steps(int count) throws InterruptedException {
            for (int i = 0; i < count; i++) {
                if (appetite.nextInt(10) == 0) {
                    feed.relist();
                }
                feed.step();
            }
        }

        /** Until nothing is left to tell; answers how long that took. */
        long settle() throws InterruptedException {
            server.calm();
            long began = server.nanoTime();
            long end = began;
            for (int i = 0; i < 12; i++) {
                feed.step();
                view.apply(feed.drain(Integer.MAX_VALUE));
                if (!view.content().equals(server.model.truth()) || view.isStale()) {
                    end = server.nanoTime();
                }
            }
            return end - began;
        }
    }

    @Test
    void theViewConverges() throws InterruptedException {
        long longest = 0;
        long overflows = 0;
        long lists = 0;
        long events = 0;
        long stale = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            Run run = new Run(seed);
            run.steps(STEPS);
            long took = run.settle();

            assertThat(run.view.content()).as("seed " + seed).isEqualTo(run.server.model.truth());
            assertThat(run.view.isStale()).as("stale, seed " + seed).isFalse();
            assertThat(run.feed.status().isReady()).as("ready, seed " + seed).isTrue();
            assertThat(run.feed.status().state()).isIn(State.WATCHING);
            longest = Math.max(longest, took);
            overflows += run.feed.status().overflows();
            lists += run.feed.status().lists();
            events += run.view.events();
            stale += run.view.signals().stream().filter("stale"::equals).count();
        }
        System.out.printf(
                "%d seeds: %d lists, %d overflows, %d silences, %d events; settled after at most %d s%n",
                SEEDS, lists, overflows, stale, events, TimeUnit.NANOSECONDS.toSeconds(longest));
        assertThat(overflows).as("overflows").isGreaterThan(SEEDS / 10);
        assertThat(stale).as("silences").isGreaterThan(SEEDS / 10);
        // A wait that began just before all was well, and the list after it.
        assertThat(longest).isLessThan(TimeUnit.SECONDS.toNanos(70));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 17, 4711})
    void aSeedTellsAllThatHappens(long seed) throws InterruptedException {
        Run one = new Run(seed);
        Run two = new Run(seed);
        one.steps(STEPS);
        two.steps(STEPS);

        assertThat(one.view.signals()).isEqualTo(two.view.signals());
        assertThat(one.feed.status()).isEqualTo(two.feed.status());
        assertThat(one.server.nanoTime()).isEqualTo(two.server.nanoTime());
    }
}
