package io.switchman.events.kube.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.events.kube.facts.NetworkFacts;
import io.switchman.events.kube.facts.ObjectKey;
import io.switchman.events.kube.feed.SourceException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Refusals that mean nothing yet, and objects that meet a bug. */
class MishapsTest {
    private static final Kind<NetworkFacts> KIND = Samples.kind(false);

    private final List<Duration> waits = new ArrayList<>();
    private int refusals;
    private int bugs;
    private long nanos = 1;

    @Test
    void aServerThatHasJustStartedIsAskedAgainSoon() throws InterruptedException {
        refusals = 3;
        ListWatchFeed<NetworkFacts> feed = feed(KIND);
        steps(feed, 4);
        assertThat(feed.status().lists()).isEqualTo(1);
        assertThat(waits).hasSize(3).allMatch(wait -> wait.compareTo(Duration.ofSeconds(4)) < 0);
    }

    @Test
    void aServerThatGoesOnRefusingIsAskedRarely() throws InterruptedException {
        refusals = 6;
        ListWatchFeed<NetworkFacts> feed = feed(KIND);
        steps(feed, 6);
        assertThat(waits.subList(3, 6)).allMatch(wait -> wait.compareTo(Duration.ofSeconds(15)) >= 0);
    }

    @Test
    void refusalsCountAnewAfterASuccess() throws InterruptedException {
        refusals = 3;
        ListWatchFeed<NetworkFacts> feed = feed(KIND);
        steps(feed, 4);
        nanos += TimeUnit.MINUTES.toNanos(1);
        steps(feed, 1);
        refusals = 3;
        feed.relist();
        steps(feed, 4);
        assertThat(feed.status().lists()).isEqualTo(2);
        assertThat(waits).allMatch(wait -> wait.compareTo(Duration.ofSeconds(4)) < 0);
    }

    @Test
    void aTranslatorThatFailsOnceTakesNoOtherObjectAlong() throws InterruptedException {
        Kind<NetworkFacts> failing = new Kind<>(
                KIND.name(),
                KIND.paths(),
                KIND.projection(),
                (key, object) -> {
                    fail(key);
                    return KIND.translator().translate(key, object);
                },
                KIND.wanted(),
                false);
        checkToldAgain(feed(failing));
    }

    @Test
    void soDoesAFilterThatFailsOnce() throws InterruptedException {
        Predicate<NetworkFacts> wanted = fact -> {
            fail(new ObjectKey("", fact.name(), ""));
            return true;
        };
        checkToldAgain(
                feed(new Kind<>(KIND.name(), KIND.paths(), KIND.projection(), KIND.translator(), wanted, false)));
    }

    private void checkToldAgain(ListWatchFeed<NetworkFacts> feed) throws InterruptedException {
        bugs = 1;
        steps(feed, 1);
        List<FeedEvent<NetworkFacts>> first = feed.drain(100);
        assertThat(first).hasSize(4).last().isInstanceOf(FeedEvent.Listed.class);
        assertThat(first).filteredOn(event -> hasFact(event)).hasSize(2);
        assertThat(feed.status().lastFailure()).contains("network-1", "a bug");
        steps(feed, 1);
        assertThat(feed.drain(100)).singleElement().matches(MishapsTest::hasFact);
        steps(feed, 1);
        assertThat(feed.drain(100)).isEmpty();
        assertThat(feed.status().lists()).isEqualTo(1);
        assertThat(feed.status().failures()).isEqualTo(1);
    }

    private void fail(ObjectKey key) {
        if (bugs > 0 && key.name().equals("network-1")) {
            bugs--;
            throw new IllegalStateException("a bug");
        }
    }

    private static boolean hasFact(FeedEvent<NetworkFacts> event) {
        return event instanceof FeedEvent.Seen<NetworkFacts> seen && seen.told().fact() != null;
    }

    private static void steps(ListWatchFeed<NetworkFacts> feed, int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            feed.step();
        }
    }

    private ListWatchFeed<NetworkFacts> feed(Kind<NetworkFacts> kind) {
        return new ListWatchFeed<>(kind, new Source(), Samples.SETTINGS, new Clock(), new SplittableRandom(3));
    }

    private final class Source implements ObjectSource {
        @Override
        public ObjectPage list(int limit, String next) throws SourceException {
            if (refusals > 0) {
                refusals--;
                throw new SourceException(Reason.REFUSED, "forbidden");
            }
            List<RawObject> objects = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                ObjectKey key = new ObjectKey("ns", "network-" + i, "uid-" + i);
                objects.add(new RawObject(key, "7", Samples.object(key, "7", "example.com/a"), false));
            }
            return new ObjectPage("7", "", objects, 0);
        }

        @Override
        public Watch watch(String resourceVersion, long seconds) {
            return new QuietWatch(() -> nanos += TimeUnit.SECONDS.toNanos(5));
        }

        @Override
        public void cancel() {}
    }

    private final class Clock implements FeedClock {
        @Override
        public long nanoTime() {
            return nanos;
        }

        @Override
        public void sleep(long wait) {
            waits.add(Duration.ofNanos(wait));
            nanos += wait;
        }
    }
}
