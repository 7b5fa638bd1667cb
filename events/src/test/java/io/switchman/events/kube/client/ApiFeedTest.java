package io.switchman.events.kube.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubernetes.client.openapi.ApiClient;
import io.switchman.events.kube.facts.NetworkFacts;
import io.switchman.events.kube.feed.FeedSettings;
import io.switchman.events.kube.feed.FeedStatus;
import io.switchman.events.kube.feed.Kind;
import io.switchman.events.kube.feed.ListWatchFeed;
import io.switchman.events.kube.feed.Samples;
import io.switchman.events.kube.feed.View;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** Feeds over real connections to a server that does what is asked of it, or not. */
class ApiFeedTest {
    private static final ApiTimeouts TIMEOUTS = new ApiTimeouts(
            Duration.ofSeconds(2),
            Duration.ofSeconds(12),
            Duration.ofMillis(400),
            Duration.ofMillis(800),
            Duration.ofSeconds(30));
    private static final FeedSettings SETTINGS = new FeedSettings(
            100,
            500,
            5000,
            Duration.ofSeconds(120),
            Duration.ofSeconds(150),
            Duration.ofSeconds(60),
            Duration.ofMillis(800),
            Duration.ofSeconds(30),
            3);

    private final FakeApiServer server = new FakeApiServer();
    private final QuickClock clock = new QuickClock();
    private final View view = new View();
    private final Semaphore told = new Semaphore(0);
    private @Nullable ListWatchFeed<NetworkFacts> feed;

    @AfterEach
    void end() {
        if (feed != null) {
            feed.close();
        }
        server.close();
    }

    @Test
    void listsInPartsAndThenWatches() {
        for (int i = 0; i < 350; i++) {
            server.model.put("n" + i, "example.com/a");
        }
        begin(Samples.kind(false));
        settled();
        server.model.put("n7", "example.com/b");
        server.model.delete("n8");
        server.model.put("n9", Samples.UNWANTED);
        settled();

        assertThat(view.content()).hasSize(348);
        assertThat(view.signals()).containsExactly("listed");
        assertThat(status().lists()).isEqualTo(1);
        assertThat(status().failures()).isZero();
        assertThat(server.requests.stream()
                        .filter(r -> r.contains("watch=true"))
                        .toList())
                .hasSize(1)
                .allMatch(r -> r.contains("allowWatchBookmarks=true"));
        assertThat(server.requests.stream()
                        .filter(r -> !r.contains("watch=true"))
                        .toList())
                .hasSize(4)
                .allMatch(r -> r.contains("limit=100") && !r.contains("resourceVersion"));
    }

    @Test
    void bookmarksMoveTheVersionOn() {
        begin(Samples.kind(false));
        settled();
        server.model.tick();
        server.model.tick();

        until(() -> status().resourceVersion().equals(Long.toString(server.model.version())));
        server.model.compact();
        server.dropAll();
        server.model.put("n", "example.com/a");
        settled();
        assertThat(status().lists()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"NOT_FOUND", "SILENT_SUCCESS", "CONFLICT"})
    void recoversFromWhatHappensToAList(Fault fault) {
        for (int i = 0; i < 250; i++) {
            server.model.put("n" + i, "example.com/a");
        }
        server.listFaults.addAll(List.of(Fault.NONE, fault, fault));
        begin(Samples.kind(false));
        settled();

        assertThat(view.content()).hasSize(250);
    }

    /** Until it has read who may what, an API server refuses everybody. */
    @Test
    void aServerThatHasJustStartedIsKnownSoon() {
        server.model.put("n", "example.com/a");
        server.listFaults.addAll(List.of(Fault.FORBIDDEN, Fault.FORBIDDEN, Fault.FORBIDDEN));
        long began = clock.nanoTime();
        begin(Samples.kind(false));
        settled();

        assertThat(Duration.ofNanos(clock.nanoTime() - began)).isLessThan(Duration.ofSeconds(12));
    }

    @Test
    void aListenerThatFailsOnceIsToldAgain() {
        server.model.put("n", "example.com/a");
        begin(Samples.kind(false), true);
        settled();

        assertThat(status().failures()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"SILENT_SUCCESS", "HALF_OPEN", "FREEZE"})
    void recoversFromWhatHappensToAWatch(Fault fault) {
        server.model.put("old", "example.com/a");
        server.watchFaults.addAll(List.of(fault, fault, fault));
        begin(Samples.kind(false));
        settled();
        for (int i = 0; i < 20; i++) {
            server.model.put("n" + i % 7, "example.com/" + (i % 2 == 0 ? "a" : "b"));
            server.model.delete("n" + i % 3);
        }
        settled();

        assertThat(view.isStale()).isFalse();
    }

    @Test
    void aBrokenWatchGoesOnWhereItStopped() {
        begin(Samples.kind(false));
        settled();
        for (int i = 0; i < 4; i++) {
            server.dropAll();
            server.model.put("n" + i, "example.com/a");
            settled();
        }

        assertThat(status().lists()).isEqualTo(1);
        assertThat(status().watches()).isGreaterThan(1);
    }

    @Test
    void aListThatIsAskedForEndsAWatchThatTellsNothing() {
        server.watchFaults.add(Fault.FREEZE);
        begin(Samples.kind(false));
        until(() -> server.requests.stream().anyMatch(r -> r.contains("watch=true")));
        settled();
        server.model.tick();
        server.model.put("unseen", "example.com/a");

        feed().relist();
        settled();
        assertThat(view.content()).containsKey("unseen uid-1");
        assertThat(status().lists()).isEqualTo(2);
        assertThat(status().failures()).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.INCLUDE,
            names = {"FREEZE", "HALF_OPEN"})
    void aSilentServerMakesTheFeedStaleUntilItListsAgain(Fault fault) {
        server.watchFaults.add(fault);
        begin(Samples.kind(false));
        until(() -> server.requests.stream().anyMatch(r -> r.contains("watch=true")));
        settled();
        clock.advance(140);
        check();
        assertThat(status().stale()).isFalse();

        server.model.delete("none");
        server.model.put("unseen", "example.com/a");
        clock.advance(20);
        check();
        settled();

        assertThat(view.signals()).containsSubsequence("listed", "stale", "fresh", "listed");
        assertThat(view.content()).containsKey("unseen uid-1");
        assertThat(status().lists()).isEqualTo(2);
    }

    @Test
    void aKindThatIsNotThereIsLookedForUnderAllItsNames() {
        server.servedPath = "/nowhere";
        begin(Samples.kind(true));
        until(() -> view.signals().contains("absent"));
        assertThat(status().state()).isEqualTo(FeedStatus.State.ABSENT);
        assertThat(status().isReady()).isTrue();
        assertThat(status().failures()).isZero();

        server.model.put("n", "example.com/a");
        server.servedPath = "/apis/old.example.com/v1/networks";
        settled();
        assertThat(view.content()).hasSize(1);

        server.servedPath = "/nowhere";
        server.dropAll();
        until(() -> view.content().isEmpty() && view.signals().getLast().equals("absent"));
    }

    @Test
    void aRequiredKindThatIsNotThereIsAFailure() {
        server.servedPath = "/nowhere";
        begin(Samples.kind(false));

        until(() -> status().failures() > 2);
        assertThat(status().isReady()).isFalse();
        assertThat(status().lastFailure()).startsWith("NOT_FOUND");
    }

    @Test
    void whatNobodyReadsCostsNoMemory() {
        server.ballast = "x".repeat(50_000);
        for (int i = 0; i < 300; i++) {
            server.model.put("n" + i, "example.com/a");
        }
        begin(Samples.kind(false));
        settled();

        assertThat(view.content()).hasSize(300);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void theViewConverges(long seed) throws InterruptedException {
        SplittableRandom random = new SplittableRandom(seed);
        List<Fault> faults = Arrays.stream(Fault.values())
                .filter(fault -> fault != Fault.SILENT_SUCCESS && fault != Fault.FORBIDDEN)
                .toList();
        for (int i = 0; i < 25; i++) {
            server.listFaults.add(faults.get(random.nextInt(faults.size())));
            server.watchFaults.add(faults.get(random.nextInt(faults.size())));
        }
        begin(Samples.kind(true));
        for (int i = 0; i < 400; i++) {
            switch (random.nextInt(6)) {
                case 0 -> server.model.delete("n" + random.nextInt(40));
                case 1 -> server.dropAll();
                case 2 -> clock.advance(20);
                default ->
                    server.model.put("n" + random.nextInt(40), "example.com/" + (random.nextBoolean() ? "a" : "b"));
            }
            if (random.nextInt(100) == 0) {
                server.model.compact();
            }
            check();
            apply();
            TimeUnit.MILLISECONDS.sleep(random.nextInt(8));
        }
        server.listFaults.clear();
        server.watchFaults.clear();
        server.dropAll();

        until(() -> {
            clock.advance(1);
            check();
            return view.content().equals(server.model.truth()) && status().isReady() && !view.isStale();
        });
    }

    private void begin(Kind<NetworkFacts> kind) {
        begin(kind, false);
    }

    private void begin(Kind<NetworkFacts> kind, boolean fails) {
        AtomicBoolean failing = new AtomicBoolean(fails);
        ApiClient client = new ApiClient();
        client.setBasePath(server.address());
        feed = new ListWatchFeed<>(
                kind, new ApiServer(client, TIMEOUTS, 100_000).source(kind), SETTINGS, clock, new SplittableRandom(42));
        feed.start(ready -> {
            if (failing.getAndSet(false)) {
                throw new IllegalStateException("the listener fails");
            }
            told.release();
        });
    }

    private ListWatchFeed<NetworkFacts> feed() {
        if (feed == null) {
            throw new IllegalStateException("no feed");
        }
        return feed;
    }

    private FeedStatus status() {
        return feed().status();
    }

    private void check() {
        feed().check();
    }

    private void apply() {
        if (told.tryAcquire()) {
            told.drainPermits();
            for (var events = feed().drain(50); !events.isEmpty(); events = feed().drain(50)) {
                view.apply(events);
            }
        }
    }

    private void settled() {
        until(() -> status().lists() > 0 && view.content().equals(server.model.truth()));
    }

    private void until(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (true) {
            apply();
            if (condition.getAsBoolean()) {
                return;
            }
            assertThat(System.nanoTime())
                    .as("%s; view %s, truth %s", status(), view.content(), server.model.truth())
                    .isLessThan(end);
            try {
                TimeUnit.MILLISECONDS.sleep(3);
            } catch (InterruptedException e) {
                throw new AssertionError("interrupted", e);
            }
        }
    }
}
