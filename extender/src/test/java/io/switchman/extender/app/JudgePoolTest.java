package io.switchman.extender.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.events.machine.BundledMachines;
import io.switchman.extender.config.Limit;
import io.switchman.topology.model.Machine;
import io.switchman.topology.model.ResourceName;
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
        JudgePool pool = new JudgePool(
                vertx, new NodeJudge(new Judge(new Placer())), 1, 10, clock::getAndIncrement, counting(missed));
        Board board = new Board(REQUEST);

        pool.refresh(board, keeper.snapshot())
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);

        assertThat(missed).hasValue(NODES - 9);
        assertThat(board.rank(0)).isNotNegative();
        assertThat(NodeRank.codeOf(board.rank(NODES - 1))).isEqualTo(Refusal.Code.NOT_JUDGED);
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

    private static Tally counting(AtomicInteger missed) {
        return new Tally() {
            @Override
            public void refused(Refusal.Code code, int nodes) {}

            @Override
            public void outcome(Verb verb, Outcome outcome) {}

            @Override
            public void limitHit(Limit limit, int times) {
                assertThat(limit).isEqualTo(Limit.JUDGING_MILLIS);
                missed.addAndGet(times);
            }
        };
    }
}
