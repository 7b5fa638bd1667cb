package io.switchman.events.kube.feed;

import java.time.Duration;

/**
 * How patient a feed is, and how much it takes.
 *
 * @param page objects asked for in one part of a list, 1 or more
 * @param inbox objects with events that wait, 1 or more. Beyond it the feed stops and lists again
 * @param maxObjects most objects of the kind; a list with more is refused, and the feed becomes stale
 * @param watch how long one watch is asked to last; shorter by up to a half at random, so that feeds spread out. Must be
 *     shorter than {@code staleAfter}: an API server sends no bookmark while no version has moved since the watch began
 *     ({@code cacheWatcher.process} in k8s.io/apiserver), so only the watch's own end tells that a quiet server lives
 * @param staleAfter silence that makes a feed stale
 * @param probe how long to wait before an absent kind is looked for again
 * @param backoffFirst wait after the first failure, before jitter
 * @param backoffMost longest wait, before jitter
 * @param watchTries failures of a watch in a row before all is listed again, 1 or more
 */
public record FeedSettings(
        int page,
        int inbox,
        int maxObjects,
        Duration watch,
        Duration staleAfter,
        Duration probe,
        Duration backoffFirst,
        Duration backoffMost,
        int watchTries) {
    /** What suits clusters of up to some thousand nodes. */
    public static final FeedSettings DEFAULT = new FeedSettings(
            500,
            20_000,
            500_000,
            Duration.ofSeconds(120),
            Duration.ofSeconds(150),
            Duration.ofSeconds(60),
            Duration.ofMillis(800),
            Duration.ofSeconds(30),
            5);

    public FeedSettings {
        if (page < 1 || inbox < 1 || maxObjects < 1 || watchTries < 1) {
            throw new IllegalArgumentException("page %d, inbox %d, maxObjects %d, watchTries %d: allowed are 1 and more"
                    .formatted(page, inbox, maxObjects, watchTries));
        }
        if (watch.compareTo(staleAfter) >= 0) {
            throw new IllegalArgumentException("a watch of " + watch + " is not shorter than the silence of "
                    + staleAfter + " that makes a feed stale");
        }
    }
}
