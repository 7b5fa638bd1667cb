package io.switchman.extender.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.events.cluster.ClusterPicture;
import io.switchman.events.cluster.Notice;
import io.switchman.events.cluster.TrustedPlans;
import io.switchman.events.kube.facts.Fact;
import io.switchman.events.kube.feed.Feed;
import io.switchman.events.kube.feed.FeedClock;
import io.switchman.events.kube.feed.FeedEvent;
import io.switchman.events.kube.feed.FeedGroup;
import io.switchman.events.kube.feed.FeedListener;
import io.switchman.events.kube.feed.FeedStatus;
import io.switchman.extender.app.StateKeeper;
import io.switchman.extender.config.ExtenderConfig;
import io.switchman.extender.request.Requests;
import io.switchman.topology.state.PodId;
import io.switchman.topology.state.Reducer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A list that somebody waits for is told when all of it is in the state, and not before. */
@ExtendWith(VertxExtension.class)
class ClusterLinkTest {
    private final StateKeeper keeper = new StateKeeper(new Reducer(10), () -> 0);
    private final Told pods = new Told("Pod");
    private final Told nodes = new Told("Node");
    private final Told topologies = new Told("NodeTopology");
    private final List<Notice> notices = new ArrayList<>();

    @Test
    void whoWaitsIsToldOnceTheListIsInTheState(Vertx vertx) throws Exception {
        FeedGroup feeds = new FeedGroup(List.of(pods, nodes, topologies), FeedClock.SYSTEM);
        PodLists lists = new PodLists(() -> feeds.relist("Pod"));
        Context writer = vertx.getOrCreateContext();
        ToldNotices told = new ToldNotices(new Requests(ExtenderConfig.DEFAULT), notices::add);
        ClusterLink link =
                new ClusterLink(feeds, new ClusterPicture(TrustedPlans.NONE), keeper, writer, told, lists, _ -> {});
        link.start();
        for (Fact fact : HgxPods.node()) {
            (HgxPods.kind(fact).equals("Node") ? nodes : topologies).tell(HgxPods.seen(fact));
        }
        Promise<Future<Void>> asked = Promise.promise();
        writer.runOnContext(_ -> asked.complete(lists.catchUp()));
        Future<Void> answer = await(asked.future());

        pods.tell(new FeedEvent.Listed<>("1", 0, 0));
        TimeUnit.MILLISECONDS.sleep(100);
        assertThat(answer.isComplete()).as("a list from before the question").isFalse();
        for (int i = 0; i < 100; i++) {
            pods.add(HgxPods.seen(HgxPods.pod("p" + i, 0)));
        }
        pods.tell(HgxPods.seen(HgxPods.pod("late", 1)), new FeedEvent.Listed<>("2", 1, 1));
        await(answer);
        assertThat(keeper.boundTo(new PodId("uid-late"))).isEqualTo("n");
        link.close();
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    /** A feed that a test speaks for. */
    private static final class Told implements Feed<Fact> {
        private final String name;
        private final Queue<FeedEvent<Fact>> events = new ArrayDeque<>();
        private @Nullable FeedListener listener;
        private long questions;

        Told(String name) {
            this.name = name;
        }

        synchronized void add(FeedEvent<Fact> event) {
            events.add(event);
        }

        @SafeVarargs
        private void tell(FeedEvent<Fact>... more) {
            for (FeedEvent<Fact> event : more) {
                add(event);
            }
            if (listener != null) {
                listener.eventsWait(this);
            }
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void start(FeedListener told) {
            listener = told;
        }

        @Override
        public synchronized List<FeedEvent<Fact>> drain(int max) {
            List<FeedEvent<Fact>> out = new ArrayList<>();
            while (out.size() < max && !events.isEmpty()) {
                out.add(events.remove());
            }
            return out;
        }

        @Override
        public FeedStatus status() {
            return new FeedStatus(FeedStatus.State.WATCHING, false, "", 0, 0, 0, 0, 0, 0, 0, 0, null);
        }

        @Override
        public long relist() {
            return ++questions;
        }

        @Override
        public void check() {}

        @Override
        public void close() {}
    }
}
