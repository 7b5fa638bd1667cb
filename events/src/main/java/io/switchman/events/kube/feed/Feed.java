package io.switchman.events.kube.feed;

import io.switchman.events.kube.facts.Fact;
import java.util.List;

/**
 * All objects of one kind, kept up to date. It holds at most one event for each object, the newest, so that a slow
 * consumer costs no memory and never lags behind by more than what has changed since.
 */
public interface Feed<T extends Fact> extends AutoCloseable {
    /** The kind's name. */
    String name();

    /** Begins. To be called once. */
    void start(FeedListener listener);

    /** Takes events out, oldest first, at most so many; empty if there are none. Any thread may call it. */
    List<FeedEvent<T>> drain(int max);

    /** How the feed does. */
    FeedStatus status();

    /**
     * Has all objects listed anew, as soon as may be: in a list that begins from now on, and so holds whatever was written until
     * now. Any thread may call it.
     *
     * @return the number of the question; the first {@link FeedEvent.Listed} that answers it or a later one says that it is done
     */
    long relist();

    /** Looks whether the feed has been silent for too long, and acts on it. To be called about once a second. */
    void check();

    /** Ends; what waits can still be taken out. */
    @Override
    void close();
}
