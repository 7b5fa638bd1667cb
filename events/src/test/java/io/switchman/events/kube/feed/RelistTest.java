package io.switchman.events.kube.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.events.kube.facts.NetworkFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Somebody asks for a list: what was written before the question must be in the list that answers it. */
class RelistTest {
    private final ClusterModel model = new ClusterModel();
    private final List<String> log = new ArrayList<>();
    private Runnable whileListing = () -> {};
    private Runnable whileWatching = () -> {};
    private boolean refuses;
    private long nanos = 1;

    private final ListWatchFeed<NetworkFacts> feed = new ListWatchFeed<>(
            Samples.kind(false), new Source(), Samples.SETTINGS, new Clock(), new SplittableRandom(7));

    @Test
    void aListUnderWayIsNoAnswer() throws InterruptedException {
        whileListing = () -> assertThat(feed.relist()).isEqualTo(1);
        feed.step();
        assertThat(answers()).containsExactly(0L);
        whileListing = () -> {};
        feed.step();
        assertThat(answers()).containsExactly(1L);
        assertThat(log).containsExactly("list", "list");
    }

    @Test
    void aWatchThatJustBeganIsEnded() throws InterruptedException {
        feed.step();
        whileWatching = feed::relist;
        feed.step();
        feed.step();
        assertThat(answers()).containsExactly(1L);
        assertThat(log).containsExactly("list", "watch", "list");
        assertThat(feed.status().failures()).isZero();
    }

    @Test
    void aWatchThatWaitsIsEndedWithoutAPause() throws InterruptedException {
        feed.step();
        feed.relist();
        feed.relist();
        feed.step();
        assertThat(answers()).containsExactly(2L);
        assertThat(log).containsExactly("list", "list");
    }

    @Test
    void aServerThatIsDownIsNotAskedWithoutPause() throws InterruptedException {
        feed.step();
        refuses = true;
        feed.relist();
        feed.step();
        feed.step();
        assertThat(log).containsExactly("list", "list", "sleep", "list", "sleep");
        refuses = false;
        feed.step();
        assertThat(answers()).containsExactly(1L);
    }

    @Test
    void aListThatNobodyAskedForFollowsNoWatch() throws InterruptedException {
        feed.relist();
        feed.step();
        feed.step();
        assertThat(log).containsExactly("list", "watch", "read");
    }

    private List<Long> answers() {
        List<Long> answers = new ArrayList<>();
        for (FeedEvent<NetworkFacts> event : feed.drain(100)) {
            if (event instanceof FeedEvent.Listed<NetworkFacts> listed) {
                answers.add(listed.answers());
            }
        }
        return answers;
    }

    private final class Source implements ObjectSource {
        @Override
        public ObjectPage list(int limit, String next) throws SourceException {
            log.add("list");
            whileListing.run();
            if (refuses) {
                throw new SourceException(SourceException.Reason.UNAVAILABLE, "connection refused");
            }
            return new ObjectPage(Long.toString(model.version()), "", List.of(), 0);
        }

        @Override
        public Watch watch(String resourceVersion, long seconds) {
            log.add("watch");
            whileWatching.run();
            return new QuietWatch(() -> {
                log.add("read");
                nanos += TimeUnit.SECONDS.toNanos(5);
            });
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
            log.add("sleep");
            nanos += wait;
        }
    }
}
