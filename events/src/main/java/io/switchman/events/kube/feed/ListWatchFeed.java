package io.switchman.events.kube.feed;

import io.switchman.events.kube.facts.Fact;
import io.switchman.events.kube.feed.FeedStatus.State;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A feed over an {@link ObjectSource}, on a virtual thread of its own. */
public final class ListWatchFeed<T extends Fact> implements Feed<T> {
    private final Kind<T> kind;
    private final ObjectSource source;
    private final Inbox<T> inbox;
    private final Progress progress;
    private final ListWatch<T> listWatch;
    private @Nullable Thread thread;

    /**
     * A feed that has not begun.
     *
     * @param clock time, also for waiting
     * @param random for jitter; used by the feed's thread alone
     */
    public ListWatchFeed(
            Kind<T> kind, ObjectSource source, FeedSettings settings, FeedClock clock, RandomGenerator random) {
        this.kind = kind;
        this.source = source;
        this.inbox = new Inbox<>(settings.inbox(), clock);
        this.progress = new Progress(clock, settings.staleAfter());
        this.listWatch = new ListWatch<>(kind, source, settings, clock, random, inbox, progress);
    }

    @Override
    public String name() {
        return kind.name();
    }

    @Override
    public synchronized void start(FeedListener listener) {
        if (thread != null) {
            throw new IllegalStateException("the feed of " + name() + " has begun already");
        }
        inbox.onWaiting(() -> listener.eventsWait(this));
        thread = Thread.ofVirtual().name("feed-" + name()).start(this::run);
    }

    @Override
    public List<FeedEvent<T>> drain(int max) {
        return inbox.drain(max);
    }

    @Override
    public FeedStatus status() {
        return progress.status(listWatch.objects(), inbox.size());
    }

    @Override
    public long relist() {
        long question = progress.ask();
        // A list under way goes on: the one that answers begins when it is done.
        if (progress.state() == State.WATCHING) {
            source.cancel();
        }
        return question;
    }

    @Override
    public void check() {
        Progress.Verdict verdict = progress.check();
        if (verdict == Progress.Verdict.STALE) {
            inbox.offer(new FeedEvent.Stale<>(progress.heardNanos()));
        }
        if (verdict != Progress.Verdict.FINE) {
            source.cancel();
        }
    }

    @Override
    public synchronized void close() {
        progress.become(State.CLOSED);
        source.cancel();
        if (thread != null) {
            thread.interrupt();
        }
    }

    /** Until it is closed. In tests it is called on the test's own thread. */
    void run() {
        try {
            while (progress.state() != State.CLOSED) {
                step();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One list or one watch. */
    void step() throws InterruptedException {
        try {
            listWatch.step();
        } catch (RuntimeException e) {
            listWatch.afterBug(e);
        }
    }
}
