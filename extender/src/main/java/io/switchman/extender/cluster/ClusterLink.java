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
        Told told = picture.apply(feed.name(), events);
        if (!told.events().isEmpty()) {
            keeper.apply(told.events());
        }
        for (ClusterEvent event : told.events()) {
            if (event instanceof ClusterEvent.EvidenceSeen seen) {
                evidence.accept(seen.pod());
            }
        }
        told.notices().forEach(notices);
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

    @Override
    public void close() {
        feeds.close();
    }
}
