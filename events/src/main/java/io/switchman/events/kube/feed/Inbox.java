package io.switchman.events.kube.feed;

import io.switchman.events.kube.facts.Fact;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Events that wait to be taken out: at most one for each object, the newest, in the order of the newest. A deletion is
 * an event like others, so it is never lost; an object that is made anew has another key and does not hide it.
 *
 * <p>Objects are limited, signals of the feed itself ({@code Listed}, {@code Stale}...) are few by themselves and always
 * find room. Any thread may use it.
 */
final class Inbox<T extends Fact> {
    private static final Object LISTED = "listed";
    private static final Object STALENESS = "staleness";
    private static final Object ABSENT = "absent";

    /** How often a feed that waits for room looks for it. */
    private static final long LOOK_NANOS = 20_000_000;

    private final int capacity;
    private final FeedClock clock;
    private final Map<Object, FeedEvent<T>> waiting = new LinkedHashMap<>();
    private int signals;
    /** Whether the consumer knows that something waits. */
    private boolean woken;

    private Runnable wake = () -> {};

    Inbox(int capacity, FeedClock clock) {
        this.capacity = capacity;
        this.clock = clock;
    }

    /** What to call when there is something after there was nothing. If that fails, it is called again for the next event. */
    void onWaiting(Runnable listener) {
        wake = listener;
    }

    /** Adds an event, unless it is of one more object than fit. */
    boolean offer(FeedEvent<T> event) {
        boolean mustWake;
        synchronized (waiting) {
            if (isFull() && !isSignal(event) && !waiting.containsKey(keyOf(event))) {
                return false;
            }
            mustWake = !woken;
            woken = true;
            add(event);
        }
        if (mustWake) {
            wakeConsumer();
        }
        return true;
    }

    private void wakeConsumer() {
        try {
            wake.run();
        } catch (RuntimeException e) {
            synchronized (waiting) {
                woken = false;
            }
            throw e;
        }
    }

    /** Adds an event, and waits for room if it must. */
    void put(FeedEvent<T> event) throws InterruptedException {
        while (!offer(event)) {
            await(capacity - 1);
        }
    }

    /** Waits until no more than half of the room is taken. */
    void awaitHalf() throws InterruptedException {
        await(capacity / 2);
    }

    private void await(int most) throws InterruptedException {
        while (objects() > most) {
            clock.sleep(LOOK_NANOS);
        }
    }

    private int objects() {
        synchronized (waiting) {
            return waiting.size() - signals;
        }
    }

    /** Takes events out, oldest first, at most so many. */
    List<FeedEvent<T>> drain(int max) {
        synchronized (waiting) {
            List<FeedEvent<T>> out = new ArrayList<>(Math.min(max, waiting.size()));
            Iterator<FeedEvent<T>> events = waiting.values().iterator();
            while (out.size() < max && events.hasNext()) {
                FeedEvent<T> event = events.next();
                events.remove();
                signals -= isSignal(event) ? 1 : 0;
                out.add(event);
            }
            woken &= !waiting.isEmpty();
            return out;
        }
    }

    int size() {
        synchronized (waiting) {
            return waiting.size();
        }
    }

    private boolean isFull() {
        return waiting.size() - signals >= capacity;
    }

    private void add(FeedEvent<T> event) {
        Object key = keyOf(event);
        FeedEvent<T> before = waiting.remove(key);
        signals += isSignal(event) && before == null ? 1 : 0;
        waiting.put(key, event);
        FeedEvent<T> listed = before == null || LISTED.equals(key) ? null : waiting.remove(LISTED);
        if (listed != null) {
            // What moved to the end may have stood before it, and everything listed must.
            waiting.put(LISTED, listed);
        }
    }

    private static boolean isSignal(FeedEvent<?> event) {
        return !(event instanceof FeedEvent.Seen || event instanceof FeedEvent.Gone);
    }

    private static Object keyOf(FeedEvent<?> event) {
        return switch (event) {
            case FeedEvent.Seen<?> seen -> seen.key();
            case FeedEvent.Gone<?> gone -> gone.key();
            case FeedEvent.Listed<?> listed -> LISTED;
            case FeedEvent.Stale<?> stale -> STALENESS;
            case FeedEvent.Fresh<?> fresh -> STALENESS;
            case FeedEvent.Absent<?> absent -> ABSENT;
        };
    }
}
