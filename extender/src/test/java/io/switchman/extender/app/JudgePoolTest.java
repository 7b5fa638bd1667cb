package io.switchman.extender.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.events.machine.BundledMachines;
import io.switchman.topology.model.Machine;
import io.switchman.topology.model.ResourceName;
import io.switchman.topology.placement.Foresight;
import io.switchman.topology.placement.GpuDemand;
import io.switchman.topology.placement.Judge;
import io.switchman.topology.placement.NodeJudge;
import io.switchman.topology.placement.NodeRank;
import io.switchman.topology.placement.Placer;
import io.switchman.topology.placement.Policy;
import io.switchman.topology.placement.Refusal;
import io.switchman.topology.placement.Request;
import io.switchman.topology.state.ClusterEvent;
import io.switchman.topology.state.Reducer;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class JudgePoolTest {
    private static final int NODES = 100;
    private static final Request REQUEST =
            new Request(new GpuDemand(new ResourceName("nvidia.com/gpu"), 1), List.of(), Policy.DEFAULT);

    @Test
    void countsNodesThatTheDeadlineLeftOut(Vertx vertx) throws Exception {
        AtomicLong clock = new AtomicLong();
        AtomicInteger missed = new AtomicInteger();
        StateKeeper keeper = new StateKeeper(new Reducer(1), clock::get);
        keeper.apply(nodes());
        JudgePool pool = new JudgePool(vertx, judge(), 1, 10, clock::getAndIncrement, new MissedNodes(missed));
        Board board = new Board(REQUEST);

        pool.refresh(board, keeper.snapshot())
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);

        assertThat(missed).hasValue(NODES - 9);
        assertThat(board.rank(0)).isNotNegative();
        assertThat(NodeRank.codeOf(board.rank(NODES - 1))).isEqualTo(Refusal.Code.NOT_JUDGED);
    }

    @Test
    void theDeadlineHoldsOnTheSpotToo(Vertx vertx) {
        AtomicLong clock = new AtomicLong();
        AtomicInteger missed = new AtomicInteger();
        StateKeeper keeper = new StateKeeper(new Reducer(1), clock::get);
        keeper.apply(nodes().subList(0, 20));
        JudgePool pool = new JudgePool(vertx, judge(), 1, 10, clock::getAndIncrement, new MissedNodes(missed));
        Board board = new Board(REQUEST);

        assertThat(pool.refresh(board, keeper.snapshot()).isComplete()).isTrue();

        assertThat(missed).hasValue(20 - 9);
        assertThat(board.rank(0)).isNotNegative();
        assertThat(NodeRank.codeOf(board.rank(19))).isEqualTo(Refusal.Code.NOT_JUDGED);
    }

    @Test
    void fewNodesAreLeftToWorkersIfTheSearchIsLarge(Vertx vertx) throws Exception {
        StateKeeper keeper = new StateKeeper(new Reducer(1), () -> 0);
        keeper.apply(nodes().subList(0, 1));
        List<String> threads = new CopyOnWriteArrayList<>();
        Judge shapes = new Judge(new Placer(), new Foresight());
        NodeJudge judge = new NodeJudge(
                new Watched(shapes, () -> threads.add(Thread.currentThread().getName())), 1);
        JudgePool pool = new JudgePool(vertx, judge, 1, 10, () -> 0, new MissedNodes(new AtomicInteger()));
        Request large = new Request(new GpuDemand(new ResourceName("nvidia.com/gpu"), 700), List.of(), Policy.DEFAULT);

        pool.refresh(new Board(large), keeper.snapshot())
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        assertThat(threads).hasSize(1).allMatch(name -> name.startsWith("switchman-judge"));
    }

    @Test
    void whatTakesLongerThanThoughtIsLeftToWorkers(Vertx vertx) throws Exception {
        AtomicLong clock = new AtomicLong();
        StateKeeper keeper = new StateKeeper(new Reducer(1), clock::get);
        keeper.apply(nodes().subList(0, 20));
        List<String> threads = new CopyOnWriteArrayList<>();
        NodeJudge slow = new NodeJudge(
                new Watched(new Judge(new Placer(), new Foresight()), () -> {
                    threads.add(Thread.currentThread().getName());
                    clock.addAndGet(900_000);
                }),
                1);
        JudgePool pool = new JudgePool(vertx, slow, 1, 1_000_000_000, clock::get, new MissedNodes(new AtomicInteger()));
        Board board = new Board(REQUEST);

        pool.refresh(board, keeper.snapshot())
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);

        assertThat(threads).hasSize(20);
        assertThat(threads.stream().filter(name -> !name.startsWith("switchman-judge")))
                .as("in the two milliseconds of the event loop")
                .hasSize(3);
        assertThat(board.changed(keeper.snapshot())).isEmpty();
    }

    private static NodeJudge judge() {
        return new NodeJudge(new Judge(new Placer(), new Foresight()), 1);
    }

    private static List<ClusterEvent> nodes() {
        Machine machine = Objects.requireNonNull(
                Objects.requireNonNull(BundledMachines.named("hgx-h100")).machine());
        List<ClusterEvent> events = new ArrayList<>();
        for (int i = 0; i < NODES; i++) {
            events.add(new ClusterEvent.NodeSeen("node-" + i, machine));
        }
        return events;
    }
}
