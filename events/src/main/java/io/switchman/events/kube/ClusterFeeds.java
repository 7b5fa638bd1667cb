package io.switchman.events.kube;

import io.switchman.events.kube.client.ApiServer;
import io.switchman.events.kube.facts.Fact;
import io.switchman.events.kube.feed.FeedClock;
import io.switchman.events.kube.feed.FeedGroup;
import io.switchman.events.kube.feed.FeedSettings;
import io.switchman.events.kube.feed.Kind;
import io.switchman.events.kube.feed.ListWatchFeed;
import java.util.List;
import java.util.SplittableRandom;

/** Puts feeds of a cluster together. */
public final class ClusterFeeds {
    private ClusterFeeds() {}

    /**
     * One feed for each kind, not begun.
     *
     * @param seed of the jitter; replicas should have different ones
     */
    public static FeedGroup of(
            ApiServer server, List<Kind<? extends Fact>> kinds, FeedSettings settings, FeedClock clock, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return new FeedGroup(
                kinds.stream()
                        .map(kind -> feed(server, kind, settings, clock, random.split()))
                        .toList(),
                clock);
    }

    private static <T extends Fact> ListWatchFeed<T> feed(
            ApiServer server, Kind<T> kind, FeedSettings settings, FeedClock clock, SplittableRandom random) {
        return new ListWatchFeed<>(kind, server.source(kind), settings, clock, random);
    }
}
