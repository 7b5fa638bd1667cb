package io.switchman.extender.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.extender.embedded.EmbeddedCluster;
import io.switchman.topology.kubelet.Forecast;
import io.switchman.topology.model.ResourceName;
import io.switchman.topology.placement.Foresight;
import io.switchman.topology.placement.GpuDemand;
import io.switchman.topology.placement.Judge;
import io.switchman.topology.placement.NodeJudge;
import io.switchman.topology.placement.Placer;
import io.switchman.topology.placement.Plan;
import io.switchman.topology.placement.Policy;
import io.switchman.topology.placement.Refusal;
import io.switchman.topology.placement.Request;
import io.switchman.topology.placement.ShapeJudge;
import io.switchman.topology.placement.Standing;
import io.switchman.topology.placement.Verdict;
import io.switchman.topology.placement.VfDemand;
import io.switchman.topology.state.NodeShape;
import io.switchman.topology.state.Reducer;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Where time runs out, what is answered is true, what is left out is counted, and each attempt comes further. */
@ExtendWith(VertxExtension.class)
class JudgingDeadlineTest {
    private static final int NODES = 120;
    private static final int[] OFFERED = IntStream.range(0, NODES).toArray();

    private final Judge shapes = new Judge(new Placer(), new Foresight());
    private final NodeJudge judge = new NodeJudge(shapes, 1);

    /** A close look takes longer than a first look. */
    private record Slow(ShapeJudge judge, AtomicLong clock) implements ShapeJudge {
        @Override
        public Verdict glance(NodeShape shape, Request request) {
            return judge.glance(shape, request);
        }

        @Override
        public Verdict settle(NodeShape shape, Request request, Verdict glance) {
            clock.addAndGet(5);
            return judge.settle(shape, request, glance);
        }

        @Override
        public Forecast foresee(NodeShape shape, Request request, Plan plan) {
            clock.addAndGet(5);
            return judge.foresee(shape, request, plan);
        }
    }

    @Test
    void whatIsAnsweredIsTrueAndTheRestComesLater(Vertx vertx) throws Exception {
        int late = 0;
        for (int seed = 1; seed <= 24; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            StateKeeper keeper = new StateKeeper(new Reducer(1), () -> 0);
            keeper.apply(EmbeddedCluster.inMixedStates(NODES, seed).events());
            AtomicLong clock = new AtomicLong();
            AtomicInteger missed = new AtomicInteger();
            int budget = 4 + random.nextInt(2 * NODES);
            NodeJudge slow = new NodeJudge(new VerdictMemo(new Slow(shapes, clock), 100_000), 1);
            JudgePool pool = new JudgePool(vertx, slow, 2, budget, clock::incrementAndGet, new MissedNodes(missed));
            Board board = new Board(request(1 << random.nextInt(4), random.nextInt(3)));
            int most = new int[] {1, 5, 64}[random.nextInt(3)];
            int[] all = sorted(keeper, board.request(), most);
            int[] best = best(pool, board, keeper, most);
            check(best, board, keeper);
            if (!Arrays.equals(best, all)) {
                late++;
                assertThat(missed.get()).as("seed %d", seed).isPositive();
            }
            for (int attempt = 0; attempt < 2 * NODES && !Arrays.equals(best, all); attempt++) {
                missed.set(0);
                best = best(pool, board, keeper, most);
                check(best, board, keeper);
                assertThat(Arrays.equals(best, all) || missed.get() > 0)
                        .as("seed %d: what was left out is counted", seed)
                        .isTrue();
            }
            assertThat(best).as("seed %d: with more attempts", seed).isEqualTo(all);
        }
        assertThat(late).as("cases in which time ran out").isGreaterThan(6);
    }

    /** All that is answered is known well and in its order; all else has a reason. */
    private void check(int[] best, Board board, StateKeeper keeper) {
        long before = Long.MAX_VALUE;
        for (int slot : best) {
            Standing standing = judge.judge(keeper.state().view(slot), board.request());
            assertThat(board.isSettled(slot)).isTrue();
            assertThat(board.rank(slot)).isEqualTo(standing.rank()).isNotNegative();
            assertThat(standing.rank()).isLessThanOrEqualTo(before);
            before = standing.rank();
        }
        for (int slot : OFFERED) {
            if (!board.isSettled(slot)) {
                assertThat(board.refusal(slot)).isEqualTo(Refusal.Code.NOT_JUDGED);
            }
        }
    }

    private static int[] best(JudgePool pool, Board board, StateKeeper keeper, int most) throws Exception {
        return pool.best(board, keeper.snapshot(), OFFERED, NODES, most)
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS)
                .best();
    }

    private int[] sorted(StateKeeper keeper, Request request, int most) {
        Board board = new Board(request);
        board.changed(keeper.snapshot());
        for (int slot : OFFERED) {
            board.put(keeper.snapshot(), slot, judge.judge(keeper.state().view(slot), request));
        }
        return board.best(OFFERED, NODES, most);
    }

    private static Request request(int count, int mode) {
        List<VfDemand> vfs = IntStream.range(0, count)
                .mapToObj(rail -> new VfDemand(new ResourceName("nvidia.com/sriov_rdma_vf_port" + rail), 1))
                .toList();
        Policy policy = Policy.DEFAULT.with(Policy.Mode.values()[mode]);
        return new Request(new GpuDemand(new ResourceName("nvidia.com/gpu"), count), vfs, policy);
    }
}
