package io.switchman.topology.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.topology.Machines;
import io.switchman.topology.Sketch.Naming;
import io.switchman.topology.model.Locality;
import io.switchman.topology.model.Machine;
import io.switchman.topology.model.ResourceName;
import io.switchman.topology.state.Claim;
import io.switchman.topology.state.ClusterEvent;
import io.switchman.topology.state.ClusterState;
import io.switchman.topology.state.Hold;
import io.switchman.topology.state.Node;
import io.switchman.topology.state.NodeView;
import io.switchman.topology.state.PodId;
import io.switchman.topology.state.Reducer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NodeRankTest {
    private static final ResourceName GPU = new ResourceName("nvidia.com/gpu");
    private static final NodeJudge JUDGE = new NodeJudge(new Judge(new Placer(), new Foresight()), 1);

    @Test
    void anAlignedNodeRanksBeforeOneThatIsNot() {
        assertThat(rank(Machines.hgx(Naming.POOLED, 8), Policy.Mode.PREFER))
                .isGreaterThan(rank(Machines.flat(Naming.POOLED), Policy.Mode.PREFER));
    }

    @Test
    void whoIgnoresLocalityIsSentWhereItDoesLeastDamage() {
        assertThat(rank(Machines.hgx(Naming.POOLED, 8), Policy.Mode.IGNORE))
                .isLessThan(rank(Machines.flat(Naming.POOLED), Policy.Mode.IGNORE));
    }

    @Test
    void aStaleNodeRanksBehindEveryFreshOne() {
        Node near = Node.idle("a", Machines.hgx(Naming.POOLED, 8));
        Node far = Node.idle("b", Machines.flat(Naming.POOLED));
        assertThat(JUDGE.judge(new NodeView.Stale(near, 0), request(near.machine(), Policy.Mode.PREFER))
                        .rank())
                .isLessThan(JUDGE.judge(new NodeView.Known(far), request(far.machine(), Policy.Mode.PREFER))
                        .rank())
                .isNotNegative();
    }

    @Test
    void morePairsOutweighAnyDamage() {
        assertThat(rank(2, 16_000, 4_000, false)).isGreaterThan(rank(1, 0, 0, false));
    }

    @Test
    void lessDamageOutweighsAnyImbalance() {
        assertThat(rank(2, 1, 4_000, false)).isGreaterThan(rank(2, 2, 0, false));
        assertThat(rank(2, 1, 1, false)).isGreaterThan(rank(2, 1, 2, false));
    }

    @Test
    void itsPartsAreThoseOfThePlan() {
        for (int damage : new int[] {0, 1, 16_383}) {
            for (int imbalance : new int[] {0, 1, 4_095}) {
                long rank = rank(1, damage, imbalance, false);
                assertThat(NodeRank.damage(rank)).isEqualTo(damage);
                assertThat(NodeRank.imbalance(rank)).isEqualTo(imbalance);
                assertThat(NodeRank.lead(rank)).isEqualTo(NodeRank.lead(rank(1, 0, 0, false)));
            }
        }
    }

    @Test
    void aLeadIsNearnessAndWhatComesBefore() {
        assertThat(NodeRank.lead(rank(2, 9, 9, false))).isGreaterThan(NodeRank.lead(rank(1, 0, 0, false)));
        assertThat(NodeRank.lead(rank(0, 9, 9, false))).isGreaterThan(NodeRank.lead(rank(2, 0, 0, true)));
    }

    @Test
    void aContestedNodeRanksBehindEveryOpenOne() {
        assertThat(rank(2, 0, 0, true))
                .isLessThan(rank(0, 16_000, 4_000, false))
                .isNotNegative();
        Machine machine = Machines.hgx(Naming.POOLED, 8);
        Request request = request(machine, Policy.Mode.PREFER);
        int[] vfs = new int[machine.sources().size()];
        Hold hold = new Hold(new Claim(new PodId("p"), "ns/p", 0, 0xff, vfs), 9);
        ClusterState held = new Reducer(1)
                .apply(
                        ClusterState.EMPTY,
                        List.of(new ClusterEvent.NodeSeen("a", machine), new ClusterEvent.HoldAsked("a", hold)),
                        0)
                .state();
        Standing contested = JUDGE.judge(held.view(0), request);
        assertThat(contested.contested()).isTrue();
        Node far = Node.idle("b", Machines.flat(Naming.POOLED));
        assertThat(contested.rank())
                .isLessThan(JUDGE.judge(new NodeView.Known(far), request(far.machine(), Policy.Mode.PREFER))
                        .rank());
    }

    @Test
    void aRefusalIsNegativeAndTellsItsCode() {
        for (Refusal.Code code : Refusal.Code.values()) {
            assertThat(NodeRank.ofRefusal(code)).isNegative();
            assertThat(NodeRank.codeOf(NodeRank.ofRefusal(code))).isEqualTo(code);
        }
    }

    /** The rank of a plan with so many pairs on one switch, of two. */
    private static long rank(int near, int damage, int imbalance, boolean contested) {
        List<Plan.Pair> pairs = IntStream.range(0, 2)
                .mapToObj(i -> new Plan.Pair(i, i, i < near ? Locality.SAME_SWITCH : Locality.SAME_NUMA))
                .toList();
        Plan plan = new Plan(
                Machines.hgx(Naming.POOLED, 8),
                List.of(0, 1),
                List.of(new Plan.Take(0, 1), new Plan.Take(1, 1)),
                pairs,
                Locality.SAME_NUMA,
                2,
                damage,
                imbalance);
        return new Standing(new Verdict.Fits(plan, null, true), contested, false, true).rank();
    }

    private static long rank(Machine machine, Policy.Mode mode) {
        return JUDGE.judge(new NodeView.Known(Node.idle("n", machine)), request(machine, mode))
                .rank();
    }

    private static Request request(Machine machine, Policy.Mode mode) {
        ResourceName pool = machine.ports().getFirst().pools().getFirst().resource();
        return new Request(new GpuDemand(GPU, 2), List.of(new VfDemand(pool, 2)), Policy.DEFAULT.with(mode));
    }
}
