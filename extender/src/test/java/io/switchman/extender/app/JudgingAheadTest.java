package io.switchman.extender.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.topology.kubelet.ContainerDemand;
import io.switchman.topology.kubelet.PodDemand;
import io.switchman.topology.model.ResourceName;
import io.switchman.topology.placement.Foresight;
import io.switchman.topology.placement.GpuDemand;
import io.switchman.topology.placement.Judge;
import io.switchman.topology.placement.NodeJudge;
import io.switchman.topology.placement.Placer;
import io.switchman.topology.placement.Policy;
import io.switchman.topology.placement.Request;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Judging ahead is what can wait: a call that waits for workers never waits for it. */
@ExtendWith(VertxExtension.class)
class JudgingAheadTest {
    private static final ResourceName GPU = new ResourceName("nvidia.com/gpu");
    private static final int NODES = 40;

    private final AtomicLong clock = new AtomicLong();
    private final AtomicInteger looks = new AtomicInteger();
    private Runnable before = () -> {};

    @Test
    void aTurnIsShort(Vertx vertx) throws Exception {
        before = () -> clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(3));
        Cluster cluster = cluster();
        await(pool(vertx, cluster)
                .ahead(List.of(board(1), board(2)), cluster.keeper().snapshot(), 64));
        assertThat(looks)
                .as("what fits into twenty milliseconds, and the node that was begun")
                .hasValueBetween(3, 10);
    }

    @Test
    void nothingIsJudgedAheadWhileACallWaitsAndACallEndsWhatWasBegun(Vertx vertx) throws Exception {
        Cluster cluster = cluster();
        JudgePool pool = pool(vertx, cluster);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        before = () -> {
            begun.countDown();
            await(gate);
        };
        Future<Void> ahead =
                pool.ahead(List.of(board(1), board(2)), cluster.keeper().snapshot(), 64);
        await(begun);
        Future<String> call = pool.onWorker(_ -> "done");
        Future<Void> more = pool.ahead(List.of(board(3)), cluster.keeper().snapshot(), 64);
        assertThat(more.isComplete()).as("there is nothing to do").isTrue();
        gate.countDown();
        await(ahead);
        await(call);
        assertThat(looks)
                .as("a first and a close look at the one node that was begun")
                .hasValueBetween(1, 3);
        await(pool.ahead(List.of(board(3)), cluster.keeper().snapshot(), 64));
        assertThat(looks).as("nobody waits").hasValueGreaterThan(NODES);
    }

    @Test
    void whatTakesLongIsNotJudgedAhead(Vertx vertx) throws Exception {
        Cluster cluster = cluster();
        ContainerDemand one = ContainerDemand.of(Map.of(GPU.value(), 1));
        PodDemand twice = new PodDemand(List.of(), Collections.nCopies(2, one));
        Board board = new Board(new Request(new GpuDemand(GPU, 2), List.of(), Policy.DEFAULT, twice));
        await(pool(vertx, cluster).ahead(List.of(board), cluster.keeper().snapshot(), 64));
        assertThat(looks).hasValue(0);
    }

    private static Board board(int gpus) {
        return new Board(new Request(new GpuDemand(GPU, gpus), List.of(), Policy.DEFAULT));
    }

    private static Cluster cluster() {
        return Cluster.of(Collections.nCopies(NODES, Cluster.HGX).toArray(String[]::new));
    }

    /** One worker, so that a call waits for whatever is before it. */
    private JudgePool pool(Vertx vertx, Cluster cluster) {
        Watched watched = new Watched(new Judge(new Placer(), new Foresight()), () -> {
            looks.incrementAndGet();
            before.run();
        });
        NodeJudge judge = new NodeJudge(watched, cluster.config().limits().unsettledPerNode());
        return new JudgePool(vertx, judge, 1, Long.MAX_VALUE / 2, clock::get, Cluster.SILENT);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void await(Future<?> future) throws Exception {
        future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
