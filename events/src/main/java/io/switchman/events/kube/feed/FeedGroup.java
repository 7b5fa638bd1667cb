package io.switchman.events.kube.feed;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Feeds that begin and end together, under one watchdog. */
public final class FeedGroup implements AutoCloseable {
    private static final long CHECK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final List<Feed<?>> feeds;
    private final FeedClock clock;
    private @Nullable Thread watchdog;

    public FeedGroup(List<? extends Feed<?>> feeds, FeedClock clock) {
        this.feeds = List.copyOf(feeds);
        this.clock = clock;
    }

    /** Begins with all of them. To be called once. */
    public synchronized void start(FeedListener listener) {
        feeds.forEach(feed -> feed.start(listener));
        watchdog = Thread.ofVirtual().name("feed-watchdog").start(this::watch);
    }

    /** Whether all of them are complete and not stale. */
    public boolean isReady() {
        return feeds.stream().allMatch(feed -> feed.status().isReady());
    }

    /** How each does, by its name. */
    public Map<String, FeedStatus> statuses() {
        Map<String, FeedStatus> statuses = new LinkedHashMap<>();
        feeds.forEach(feed -> statuses.put(feed.name(), feed.status()));
        return statuses;
    }

    /**
     * Has a kind listed anew.
     *
     * @param name of one of the feeds
     * @return see {@link Feed#relist}
     */
    public long relist(String name) {
        for (Feed<?> feed : feeds) {
            if (feed.name().equals(name)) {
                return feed.relist();
            }
        }
        throw new IllegalArgumentException("there is no feed of " + name);
    }

    @Override
    public synchronized void close() {
        if (watchdog != null) {
            watchdog.interrupt();
        }
        feeds.forEach(Feed::close);
    }

    private void watch() {
        try {
            while (true) {
                clock.sleep(CHECK_NANOS);
                feeds.forEach(Feed::check);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
