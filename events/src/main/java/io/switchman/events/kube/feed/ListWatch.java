package io.switchman.events.kube.feed;

import io.switchman.events.kube.facts.Fact;
import io.switchman.events.kube.facts.ObjectKey;
import io.switchman.events.kube.feed.FeedStatus.State;
import io.switchman.events.kube.feed.Known.Change;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Lists, then watches, and lists again whenever a watch cannot be trusted to have shown everything. One thread.
 *
 * <pre>
 *   list --ok--> watch --ended, failed--> watch from the last version
 *    ^             |
 *    +-------------+ 410, garbled, kind gone, many failures, silence, inbox full, somebody asks
 * </pre>
 */
final class ListWatch<T extends Fact> {
    /** A watch that ends sooner, without an event, was no watch. */
    private static final long SHORTEST_WATCH_NANOS = TimeUnit.SECONDS.toNanos(1);

    /**
     * Refusals in a row after which it is believed that we may not. An API server that has just started refuses everybody for
     * some ten milliseconds, until it has read who may what.
     */
    private static final int REFUSALS = 4;

    private final Kind<T> kind;
    private final ObjectSource source;
    private final FeedSettings settings;
    private final FeedClock clock;
    private final RandomGenerator random;
    private final Inbox<T> inbox;
    private final Progress progress;
    private final Known<T> known;
    private final Backoff backoff;
    private boolean wholeList;
    private int watchFailures;
    private int refusals;
    private long failedNanos;

    ListWatch(
            Kind<T> kind,
            ObjectSource source,
            FeedSettings settings,
            FeedClock clock,
            RandomGenerator random,
            Inbox<T> inbox,
            Progress progress) {
        this.kind = kind;
        this.source = source;
        this.settings = settings;
        this.clock = clock;
        this.random = random;
        this.inbox = inbox;
        this.progress = progress;
        this.known = new Known<>(kind, progress::failed);
        this.backoff = new Backoff(settings.backoffFirst(), settings.backoffMost(), random);
    }

    int objects() {
        return known.size();
    }

    /** One list or one watch, and the wait after it if there must be one. */
    void step() throws InterruptedException {
        boolean listing = progress.mustList();
        try {
            if (listing) {
                list();
            } else {
                watch();
            }
        } catch (SourceException e) {
            if (listing && kind.optional() && e.reason() == SourceException.Reason.NOT_FOUND) {
                absent();
                return;
            }
            if (!listing && progress.isAsked()) {
                // Most likely the watch was ended for the list that somebody waits for.
                return;
            }
            progress.failed(e.described());
            failedNanos = clock.nanoTime();
            afterFailure(e, listing);
        }
    }

    private void list() throws SourceException, InterruptedException {
        if (progress.state() != State.ABSENT) {
            progress.become(State.LISTING);
        }
        Map<String, ObjectKey> present = new HashMap<>();
        List<Change<T>> changes = new ArrayList<>();
        long answers = progress.questions();
        String version = readList(present, changes);
        refusals = 0;
        progress.heard();
        for (Change<T> gone : known.missing(present)) {
            put(gone);
        }
        for (Change<T> change : changes) {
            put(change);
        }
        if (progress.listed(version, answers)) {
            inbox.put(new FeedEvent.Fresh<>());
        }
        progress.become(State.WATCHING);
        inbox.put(new FeedEvent.Listed<>(version, known.size(), answers));
    }

    /** Reads all parts before anything is told: a list that breaks off says nothing of what is gone. */
    private String readList(Map<String, ObjectKey> present, List<Change<T>> changes)
            throws SourceException, InterruptedException {
        int limit = wholeList ? 0 : settings.page();
        wholeList = false;
        String next = "";
        for (int parts = 0; parts <= settings.maxObjects(); parts++) {
            ObjectPage page = source.list(limit, next);
            progress.skipped(page.unreadable());
            for (RawObject object : page.objects()) {
                present.put(object.key().path(), object.key());
                changes.addAll(known.listed(object));
            }
            if (present.size() > settings.maxObjects()) {
                break;
            }
            next = page.next();
            if (next.isEmpty()) {
                wholeList = false;
                return page.resourceVersion();
            }
            wholeList = true; // in case this part is the last that the server still has
        }
        throw new SourceException(
                SourceException.Reason.TOO_MANY, "more than " + settings.maxObjects() + " objects of " + kind.name());
    }

    private void watch() throws SourceException, InterruptedException {
        progress.become(State.WATCHING);
        for (Change<T> change : known.again()) {
            put(change);
        }
        long began = clock.nanoTime();
        boolean told = false;
        long seconds = Backoff.shortened(settings.watch().toSeconds(), random);
        try (ObjectSource.Watch watch = source.watch(progress.resourceVersion(), seconds)) {
            progress.watching();
            // Who asked for a list before the watch was there to be ended has it ended here.
            boolean isWanted = !progress.isAsked();
            for (WatchEvent event = isWanted ? watch.next() : null; event != null; event = watch.next()) {
                told = true;
                succeeded();
                if (!accept(event)) {
                    progress.overflowed();
                }
                if (progress.mustList()) {
                    break;
                }
            }
        }
        if (progress.isAsked()) {
            return;
        }
        if (progress.mustList()) {
            inbox.awaitHalf();
            clock.sleep(backoff.next());
        } else if (told || clock.nanoTime() - began >= SHORTEST_WATCH_NANOS) {
            succeeded();
        } else {
            throw new SourceException(SourceException.Reason.UNAVAILABLE, "the watch ended as soon as it began");
        }
    }

    private void succeeded() {
        progress.heard();
        watchFailures = 0;
        refusals = 0;
        if (clock.nanoTime() - failedNanos > settings.backoffMost().toNanos()) {
            backoff.reset();
        }
    }

    /** Tells what an event calls for; false if there is no room for it. */
    private boolean accept(WatchEvent event) {
        return switch (event) {
            case WatchEvent.Changed(RawObject object) ->
                isRepeated(object) || offer(known.watched(object), object.resourceVersion());
            case WatchEvent.Deleted(RawObject object) -> offer(known.deleted(object), object.resourceVersion());
            case WatchEvent.Bookmark(String version) -> offer(List.of(), version);
            case WatchEvent.Unreadable() -> {
                progress.skipped(1);
                yield true;
            }
        };
    }

    /**
     * Whether a state of an object was sent before. A watch goes forward; a state from before may be of an object that is
     * gone since. A deletion that is repeated does no harm, as no UID comes back.
     */
    private boolean isRepeated(RawObject object) {
        return Versions.compare(object.resourceVersion(), progress.resourceVersion()) <= 0;
    }

    private boolean offer(List<Change<T>> changes, String version) {
        for (Change<T> change : changes) {
            if (!inbox.offer(change.event())) {
                return false;
            }
            known.told(change);
        }
        progress.reached(Versions.newer(version, progress.resourceVersion()));
        return true;
    }

    private void put(Change<T> change) throws InterruptedException {
        if (change.event() instanceof FeedEvent.Gone<T>(ObjectKey key) && !known.has(key)) {
            return;
        }
        inbox.put(change.event());
        known.told(change);
    }

    private void afterFailure(SourceException failure, boolean listing) throws InterruptedException {
        refusals = failure.reason() == SourceException.Reason.REFUSED ? refusals + 1 : 0;
        switch (failure.reason()) {
            case REFUSED -> {
                progress.askList();
                if (refusals >= REFUSALS) {
                    backoff.slow();
                }
            }
            case TOO_MANY -> {
                progress.askList();
                backoff.slow();
            }
            case EXPIRED, GARBLED, NOT_FOUND -> progress.askList();
            case BUSY, UNAVAILABLE -> {
                if (!listing && ++watchFailures >= settings.watchTries()) {
                    progress.askList();
                    watchFailures = 0;
                }
            }
        }
        if (failure.reason() != SourceException.Reason.EXPIRED) {
            wholeList = false;
        }
        Duration asked = failure.retryAfter();
        Duration most = settings.backoffMost();
        clock.sleep(Math.max(backoff.next(), (asked.compareTo(most) > 0 ? most : asked).toNanos()));
    }

    /** The cluster lacks the kind, which is an answer and no failure. */
    private void absent() throws InterruptedException {
        for (Change<T> gone : known.missing(Map.of())) {
            put(gone);
        }
        if (progress.absent()) {
            inbox.put(new FeedEvent.Fresh<>());
        }
        if (progress.state() != State.ABSENT) {
            progress.become(State.ABSENT);
            inbox.put(new FeedEvent.Absent<>());
        }
        clock.sleep(Backoff.shortened(settings.probe().toNanos(), random));
    }

    /** For what no source can have said. */
    void afterBug(RuntimeException bug) throws InterruptedException {
        failedNanos = clock.nanoTime();
        progress.failed("a bug: " + bug);
        progress.askList();
        backoff.slow();
        clock.sleep(backoff.next());
    }
}
