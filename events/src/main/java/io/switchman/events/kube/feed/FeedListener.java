package io.switchman.events.kube.feed;

/** Is told that a feed has something to tell. */
@FunctionalInterface
public interface FeedListener {
    /**
     * The feed has events. Called when there were none before, on a thread of the feed; must return at once. Whoever is
     * told must call {@link Feed#drain} until it is empty, or is not told again.
     */
    void eventsWait(Feed<?> feed);
}
