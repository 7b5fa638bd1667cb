package io.switchman.extender.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.extender.embedded.EmbeddedCluster;
import io.switchman.topology.model.ResourceName;
import io.switchman.topology.placement.Foresight;
import io.switchman.topology.placement.GpuDemand;
import io.switchman.topology.placement.Judge;
import io.switchman.topology.placement.MinCertainty;
import io.switchman.topology.placement.NodeJudge;
import io.switchman.topology.placement.Placer;
import io.switchman.topology.placement.Policy;
import io.switchman.topology.placement.Request;
import io.switchman.topology.placement.VfDemand;
import io.switchman.topology.state.ClusterState;
import io.switchman.topology.state.Reducer;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Looking closely at leading nodes only finds the same nodes as looking closely at all. */
@ExtendWith(VertxExtension.class)
class LeadingNodesTest {
    private static final int NODES = 150;

    private final NodeJudge judge =
            new NodeJudge(new VerdictMemo(new Judge(new Placer(), new Foresight()), 100_000), 1);

    @Test
    void theBestOfSomeAreTheBestOfAll(Vertx vertx) throws Exception {
        for (int seed = 1; seed <= 12; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            StateKeeper keeper = new StateKeeper(new Reducer(1), () -> 0);
            keeper.apply(EmbeddedCluster.inMixedStates(NODES, seed).events());
            JudgePool pool = new JudgePool(vertx, judge, 2, Long.MAX_VALUE / 2, () -> 0, Cluster.SILENT);
            Board board = new Board(request(random));
            int[] offered = IntStream.range(0, NODES)
                    .filter(slot -> random.nextInt(4) > 0)
                    .toArray();
            int most = new int[] {1, 5, 64}[random.nextInt(3)];
            int[] best = pool.best(board, keeper.snapshot(), offered, offered.length, most)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS)
                    .best();
            assertThat(best)
                    .as("seed %d, %s", seed, board.request())
                    .isEqualTo(sorted(keeper.state(), board.request(), offered, most));
        }
    }

    private int[] sorted(ClusterState state, Request request, int[] offered, int most) {
        List<Ranked> ranked = new ArrayList<>();
        for (int slot : offered) {
            ranked.add(new Ranked(
                    slot,
                    judge.judge(state.view(slot), request).rank(),
                    state.directory().names().get(slot)));
        }
        return ranked.stream()
                .filter(node -> node.rank() >= 0)
                .sorted(Comparator.comparingLong(Ranked::rank).reversed().thenComparing(Ranked::name))
                .limit(most)
                .mapToInt(Ranked::slot)
                .toArray();
    }

    private record Ranked(int slot, long rank, String name) {}

    private static Request request(SplittableRandom random) {
        int count = 1 << random.nextInt(4);
        List<VfDemand> vfs = new ArrayList<>();
        if (random.nextBoolean()) {
            vfs.add(new VfDemand(new ResourceName("nvidia.com/sriov_rdma_vf"), count));
        } else {
            for (int rail = 0; rail < count; rail++) {
                vfs.add(new VfDemand(new ResourceName("nvidia.com/sriov_rdma_vf_port" + rail), 1));
            }
        }
        Policy policy = Policy.DEFAULT
                .with(Policy.Mode.values()[random.nextInt(3)])
                .with(random.nextBoolean() ? MinCertainty.UNSET : new MinCertainty.Chance(0.2));
        return new Request(new GpuDemand(new ResourceName("nvidia.com/gpu"), count), vfs, policy);
    }
}
