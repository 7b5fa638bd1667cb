package io.switchman.extender.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.extender.embedded.EmbeddedCluster;
import io.switchman.topology.model.ResourceName;
import io.switchman.topology.placement.Foresight;
import io.switchman.topology.placement.GpuDemand;
import io.switchman.topology.placement.Judge;
import io.switchman.topology.placement.NodeJudge;
import io.switchman.topology.placement.Placer;
import io.switchman.topology.placement.Policy;
import io.switchman.topology.placement.Request;
import io.switchman.topology.placement.VfDemand;
import io.switchman.topology.state.Claim;
import io.switchman.topology.state.ClusterEvent;
import io.switchman.topology.state.PodId;
import io.switchman.topology.state.Reducer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Calls of one shape overlap, and the state changes between them. Each gets what judging all nodes of its own state gives,
 * without the help of a deadline: no call waits for what another one keeps from being put.
 */
@ExtendWith(VertxExtension.class)
class OverlappingCallsTest {
    private static final int NODES = 150;
    private static final int CALLS = 6;
    private static final int[] OFFERED = IntStream.range(0, NODES).toArray();

    private final NodeJudge judge =
            new NodeJudge(new VerdictMemo(new Judge(new Placer(), new Foresight()), 100_000), 1);

    @Test
    void eachGetsTheBestOfItsOwnState(Vertx vertx) throws Exception {
        int overlapping = 0;
        for (int seed = 1; seed <= 20; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Calls calls = new Calls(vertx, random, seed);
            List<Call> made =
                    calls.make().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
            for (Call call : made) {
                int[] best = call.answer()
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(20, TimeUnit.SECONDS)
                        .best();
                assertThat(best).as("seed %d", seed).isEqualTo(sorted(call, calls.board.request()));
                overlapping += call.waited() ? 1 : 0;
            }
        }
        assertThat(overlapping).as("calls that were not answered at once").isGreaterThan(30);
    }

    @Test
    void aCallEndsWhoseNewsIsLate(Vertx vertx) throws Exception {
        StateKeeper keeper = new StateKeeper(new Reducer(1), () -> 0);
        keeper.apply(EmbeddedCluster.inMixedStates(NODES, 1).events());
        JudgePool pool = new JudgePool(vertx, judge, 2, Long.MAX_VALUE / 2, () -> 0, Cluster.SILENT);
        GpuDemand gpu = new GpuDemand(new ResourceName("nvidia.com/gpu"), 1);
        VfDemand vf = new VfDemand(new ResourceName("nvidia.com/sriov_rdma_vf_port0"), 1);
        Board board = new Board(new Request(gpu, List.of(vf), Policy.DEFAULT));
        Promise<List<Call>> made = Promise.promise();
        vertx.getOrCreateContext().runOnContext(_ -> {
            StateKeeper.Snapshot older = keeper.snapshot();
            Future<JudgePool.Ranking> first = pool.best(board, older, OFFERED, NODES, 64);
            keeper.apply(claim(keeper, 0, "p", 1));
            Future<JudgePool.Ranking> second = pool.best(board, keeper.snapshot(), OFFERED, NODES, 1);
            made.complete(List.of(new Call(older, 64, first, true), new Call(keeper.snapshot(), 1, second, true)));
        });
        for (Call call : made.future().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS)) {
            assertThat(call.answer()
                            .toCompletionStage()
                            .toCompletableFuture()
                            .get(20, TimeUnit.SECONDS)
                            .best())
                    .isEqualTo(sorted(call, board.request()));
        }
    }

    private static ClusterEvent claim(StateKeeper keeper, int slot, String pod, int gpus) {
        String node = keeper.state().directory().names().get(slot);
        return new ClusterEvent.ClaimAsked(node, new Claim(new PodId(pod), "ns/" + pod, 0, gpus, new int[8]));
    }

    private int[] sorted(Call call, Request request) {
        Board board = new Board(request);
        board.changed(call.snapshot());
        for (int slot : OFFERED) {
            board.put(call.snapshot(), slot, judge.judge(call.snapshot().state().view(slot), request));
        }
        return board.best(OFFERED, NODES, call.most());
    }

    private record Call(StateKeeper.Snapshot snapshot, int most, Future<JudgePool.Ranking> answer, boolean waited) {}

    /** Some calls on an event loop, now at once one after another, now with workers' news between them. */
    private final class Calls {
        private final SplittableRandom random;
        private final StateKeeper keeper = new StateKeeper(new Reducer(1), () -> 0);
        private final List<StateKeeper.Snapshot> snapshots = new ArrayList<>();
        private final Board board;
        private final JudgePool pool;
        private final Context loop;
        private final List<Call> made = new ArrayList<>();
        private final Promise<List<Call>> done = Promise.promise();

        Calls(Vertx vertx, SplittableRandom random, int seed) {
            this.random = random;
            this.loop = vertx.getOrCreateContext();
            this.pool = new JudgePool(vertx, judge, 2, Long.MAX_VALUE / 2, () -> 0, Cluster.SILENT);
            this.board = new Board(request());
            keeper.apply(EmbeddedCluster.inMixedStates(NODES, seed).events());
            snapshots.add(keeper.snapshot());
        }

        Future<List<Call>> make() {
            loop.runOnContext(_ -> next());
            return done.future();
        }

        private void next() {
            if (made.size() == CALLS) {
                done.complete(made);
                return;
            }
            // Mostly the newest state; an older one where a body took long to be read.
            int last = snapshots.size() - 1;
            StateKeeper.Snapshot snapshot = snapshots.get(random.nextInt(4) == 0 ? random.nextInt(last + 1) : last);
            int most = new int[] {1, 5, 64}[random.nextInt(3)];
            Future<JudgePool.Ranking> answer = pool.best(board, snapshot, OFFERED, NODES, most);
            made.add(new Call(snapshot, most, answer, !answer.isComplete()));
            for (int i = random.nextInt(3) * random.nextInt(50); i >= 0; i--) {
                change();
            }
            snapshots.add(keeper.snapshot());
            if (random.nextBoolean()) {
                next();
            } else {
                loop.owner().setTimer(1, _ -> loop.runOnContext(_ -> next()));
            }
        }

        private void change() {
            String pod = "p" + random.nextInt(100);
            keeper.apply(
                    random.nextInt(3) == 0
                            ? new ClusterEvent.PodReleased(new PodId(pod))
                            : claim(keeper, random.nextInt(NODES), pod, 1 << random.nextInt(8)));
        }

        private Request request() {
            int count = 1 << random.nextInt(3);
            List<VfDemand> vfs = IntStream.range(0, count)
                    .mapToObj(rail -> new VfDemand(new ResourceName("nvidia.com/sriov_rdma_vf_port" + rail), 1))
                    .toList();
            return new Request(new GpuDemand(new ResourceName("nvidia.com/gpu"), count), vfs, Policy.DEFAULT);
        }
    }
}
