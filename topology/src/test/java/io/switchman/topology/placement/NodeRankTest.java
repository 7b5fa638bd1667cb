package io.switchman.topology.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.topology.Machines;
import io.switchman.topology.Sketch.Naming;
import io.switchman.topology.model.Machine;
import io.switchman.topology.model.ResourceName;
import io.switchman.topology.state.Node;
import io.switchman.topology.state.NodeView;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeRankTest {
    private static final ResourceName GPU = new ResourceName("nvidia.com/gpu");
    private static final NodeJudge JUDGE = new NodeJudge(new Judge(new Placer()));

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
    void aRefusalIsNegativeAndTellsItsCode() {
        for (Refusal.Code code : Refusal.Code.values()) {
            assertThat(NodeRank.ofRefusal(code)).isNegative();
            assertThat(NodeRank.codeOf(NodeRank.ofRefusal(code))).isEqualTo(code);
        }
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
