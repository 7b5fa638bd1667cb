package io.switchman.extender.cluster;

import io.switchman.events.cluster.ClusterPicture;
import io.switchman.events.cluster.Notice;
import io.switchman.events.cluster.Told;
import io.switchman.events.kube.facts.Fact;
import io.switchman.events.kube.feed.Feed;
import io.switchman.events.kube.feed.FeedEvent;
import io.switchman.events.kube.feed.FeedGroup;
import io.switchman.extender.app.StateKeeper;
import io.switchman.topology.state.ClusterEvent;
import io.switchman.topology.state.PodId;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what feeds tell to the writer, a little at a time: between two parts the writer answers calls. Feeds hold at most one event
 * for each object, so a writer that is late never falls behind by more than what has changed.
 */
public final class ClusterLink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterLink.class);

    /** Objects at a time: some hundred microseconds of the writer's thread. */
    private static final int PART = 64;

    /** The first wait before what failed because of a bug is tried again, and the longest. */
    private static final long FIRST_WAIT_MILLIS = 250;

    private static final long MOST_WAIT_MILLIS = 60_000;

    /** The name of the feed of pods. */
    static final String PODS = "Pod";

    private final FeedGroup feeds;
    private final ClusterPicture picture;
    private final StateKeeper keeper;
    private final Context writer;
    private final Consumer<Notice> notices;
    private final PodLists podLists;
    private final Consumer<PodId> evidence;
    private final Promise<Void> complete = Promise.promise();
    private long waitMillis = FIRST_WAIT_MILLIS;
    private boolean isWaiting;

    /**
     * A link that has not begun.
     *
     * @param writer the context of the writer, on which the picture and the keeper are used
     * @param notices is told what people should hear of, on the writer's thread
     * @param podLists is told of lists of pods, once they are in the state
     * @param evidence is told of pods whose nodes said what they got, once it is in the state
     */
    ClusterLink(
            FeedGroup feeds,
            ClusterPicture picture,
            StateKeeper keeper,
            Context writer,
            Consumer<Notice> notices,
            PodLists podLists,
            Consumer<PodId> evidence) {
        this.feeds = feeds;
        this.picture = picture;
        this.keeper = keeper;
        this.writer = writer;
        this.notices = notices;
        this.podLists = podLists;
        this.evidence = evidence;
    }

    /** Begins; the future completes once all kinds are known, which is when decisions can be made. */
    public Future<Void> start() {
        feeds.start(feed -> writer.runOnContext(_ -> take(feed)));
        return complete.future();
    }

    private void take(Feed<?> feed) {
        List<? extends FeedEvent<? extends Fact>> events = feed.drain(PART);
        if (events.isEmpty()) {
            return;
        }
        try {
            apply(feed, events);
        } catch (RuntimeException e) {
            LOG.error("what the feed of {} told could not be taken, which is a bug: {}", feed.name(), events, e);
        } finally {
            // Whoever does not go on is never told again.
            writer.runOnContext(_ -> take(feed));
        }
    }

    private void apply(Feed<?> feed, List<? extends FeedEvent<? extends Fact>> events) {
        apply(picture.apply(feed.name(), events));
        for (FeedEvent<?> event : events) {
            if (event instanceof FeedEvent.Listed<?> listed && feed.name().equals(PODS)) {
                podLists.listed(listed.answers());
            }
        }
        Set<String> kinds = feeds.statuses().keySet();
        if (!keeper.isSynced() && kinds.stream().allMatch(picture::isListed)) {
            keeper.markSynced();
            complete.tryComplete();
        }
    }

    private void apply(Told told) {
        if (!told.events().isEmpty()) {
            keep(told.events());
        }
        if (picture.isBehind()) {
            tryLater();
        }
        for (ClusterEvent event : told.events()) {
            if (event instanceof ClusterEvent.EvidenceSeen seen) {
                evidence.accept(seen.pod());
            }
        }
        told.notices().forEach(notices);
    }

    /** Where the state cannot take all at once because of a bug, it is told one by one. */
    private void keep(List<ClusterEvent> events) {
        try {
            keeper.apply(events);
        } catch (RuntimeException e) {
            LOG.error("the state could not be told {} events at once, which is a bug", events.size(), e);
            for (ClusterEvent event : events) {
                try {
                    keeper.apply(event);
                } catch (RuntimeException one) {
                    LOG.error("the state could not be told {}, which is a bug; it will be tried again", event, one);
                    picture.untold(event);
                }
            }
        }
    }

    /** Feeds tell once, so what failed is tried again from here. */
    private void tryLater() {
        if (isWaiting) {
            return;
        }
        isWaiting = true;
        writer.owner()
                .setTimer(
                        waitMillis,
                        _ -> writer.runOnContext(_ -> {
                            isWaiting = false;
                            waitMillis = Math.min(2 * waitMillis, MOST_WAIT_MILLIS);
                            apply(picture.again());
                            waitMillis = picture.isBehind() ? waitMillis : FIRST_WAIT_MILLIS;
                        }));
    }

    @Override
    public void close() {
        feeds.close();
    }
}
