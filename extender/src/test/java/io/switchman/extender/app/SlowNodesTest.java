package io.switchman.extender.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.topology.kubelet.Forecast;
import io.switchman.topology.placement.Foresight;
import io.switchman.topology.placement.Judge;
import io.switchman.topology.placement.Placer;
import io.switchman.topology.placement.Plan;
import io.switchman.topology.placement.Request;
import io.switchman.topology.placement.ShapeJudge;
import io.switchman.topology.placement.Verdict;
import io.switchman.topology.state.ClusterEvent;
import io.switchman.topology.state.Hold;
import io.switchman.topology.state.NodeShape;
import io.switchman.topology.state.PodId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Pods whose forecast takes long are judged by workers, for bind and for holds, too. What they find is taken if it is of the
 * node as it is.
 */
@ExtendWith(VertxExtension.class)
class SlowNodesTest {
    private static final String POD = Bodies.offer(Bodies.twice("p", "gpu", "2"), "n1");

    private final Set<String> threads = ConcurrentHashMap.newKeySet();
    private final AtomicInteger settled = new AtomicInteger();
    private Runnable whileSettling = () -> {};

    /** Forgets all, so that each look at a node takes long anew. */
    private final class Slow implements ShapeJudge {
        private final Judge judge = new Judge(new Placer(), new Foresight());

        @Override
        public Verdict glance(NodeShape shape, Request request) {
            return judge.glance(shape, request);
        }

        @Override
        public Verdict settle(NodeShape shape, Request request, Verdict glance) {
            threads.add(Thread.currentThread().getName().replaceAll("[-0-9]*$", ""));
            settled.incrementAndGet();
            whileSettling.run();
            return judge.settle(shape, request, glance);
        }

        @Override
        public Forecast foresee(NodeShape shape, Request request, Plan plan) {
            return judge.foresee(shape, request, plan);
        }
    }

    @Test
    void theEventLoopJudgesNone(Vertx vertx) throws Exception {
        Cluster cluster = cluster();
        assertThat(text(cluster.filter(vertx, POD))).contains("\"n1\"");
        assertThat(cluster.node("n1").holdOf(new PodId("p"))).isNotNull();
        assertThat(text(cluster.bind(vertx, Bodies.bind("p", "n1")))).doesNotContain("n1");
        assertThat(cluster.node("n1").claimOf(new PodId("p"))).isNotNull();
        assertThat(threads).containsExactly("switchman-judge");
    }

    @Test
    void aNodeThatChangesMeanwhileIsJudgedAgain(Vertx vertx) throws Exception {
        Cluster cluster = cluster();
        text(cluster.filter(vertx, POD));
        once(() -> cluster.claim("n1", "thief", 0, 0b0111_1111));
        assertThat(text(cluster.bind(vertx, Bodies.bind("p", "n1")))).contains("n1: not enough free GPUs");
        assertThat(cluster.node("n1").claimOf(new PodId("p"))).isNull();
    }

    @Test
    void aHoldIsOfTheNodeAsItIs(Vertx vertx) throws Exception {
        Cluster cluster = cluster();
        settled.set(-1); // the first look is filter's own
        whileSettling = () -> {
            if (settled.get() == 1) {
                cluster.claim("n1", "neighbour", 0, 0b1111);
            }
        };
        assertThat(text(cluster.filter(vertx, POD))).contains("\"n1\"");
        assertThat(cluster.node("n1").claims()).hasSize(1);
        Hold hold = Objects.requireNonNull(cluster.node("n1").holdOf(new PodId("p")));
        assertThat(hold.claim().gpus() & 0b1111).isZero();
    }

    @Test
    void aNodeThatNeverRestsEndsTheAttempt(Vertx vertx) throws Exception {
        Cluster cluster = cluster();
        whileSettling = () -> {
            cluster.claim("n1", "short", 0, 1);
            cluster.keeper().apply(new ClusterEvent.PodReleased(new PodId("short")));
        };
        assertThat(text(cluster.filter(vertx, POD))).as("without a hold").contains("\"n1\"");
        assertThat(cluster.keeper().state().holds()).isZero();
        assertThat(text(cluster.bind(vertx, Bodies.bind("p", "n1"))))
                .contains("n1: the node changed again and again while it was judged, try again");
        assertThat(cluster.node("n1").claimOf(new PodId("p"))).isNull();
    }

    private void once(Runnable change) {
        AtomicInteger left = new AtomicInteger(1);
        whileSettling = () -> {
            if (left.getAndDecrement() == 1) {
                change.run();
            }
        };
    }

    private Cluster cluster() {
        return Cluster.of(Cluster.HGX).judgedBy(new Slow());
    }

    private static String text(Future<byte[]> answer) throws Exception {
        return new String(
                answer.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS), StandardCharsets.UTF_8);
    }
}
