package io.switchman.topology.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.topology.Machines;
import io.switchman.topology.Sketch;
import io.switchman.topology.Sketch.Naming;
import io.switchman.topology.kubelet.KubeletRelease;
import io.switchman.topology.kubelet.KubeletSetup;
import io.switchman.topology.kubelet.TopologyPolicy;
import io.switchman.topology.model.Machine;
import io.switchman.topology.state.ClusterEvent;
import io.switchman.topology.state.ClusterState;
import io.switchman.topology.state.NodeShape;
import io.switchman.topology.state.NodeView;
import io.switchman.topology.state.Reducer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** VFs that do not exist are not VFs in use: neither the kubelet nor balance counts them. */
class FewerVfsTest {
    private static final Machine HGX = Machines.hgx(Naming.POOLED, 2);
    private static final NodeJudge JUDGE = new NodeJudge(new Judge(new Placer(), new Foresight()), 1);

    /** Four VFs fit on one NUMA node by the description; of those that exist, they need two, and the kubelet knows. */
    @Test
    void theKubeletCountsWhatExists() {
        Request four = new Request(null, List.of(new VfDemand(Sketch.POOL, 4)), Policy.DEFAULT);
        assertThat(JUDGE.judge(view(1, 0, 0, 0, 1, 1, 1, 0), four).verdict()).isInstanceOf(Verdict.Fits.class);
    }

    @Test
    void aPortThatLacksVfsIsNotBusy() {
        Request one = new Request(null, List.of(new VfDemand(Sketch.POOL, 1)), Policy.DEFAULT);
        assertThat(JUDGE.judge(view(1, 1, 1, 1, 1, 1, 1, 1), one).verdict())
                .isInstanceOfSatisfying(
                        Verdict.Fits.class,
                        fits -> assertThat(fits.plan().imbalance()).isZero());
    }

    @Test
    void shapesDifferByWhatExists() {
        NodeShape fewer = ((NodeView.Known) view(1)).node().free();
        NodeShape busy = NodeShape.idle(HGX).with(fewer.kubelet()).without(0, new int[] {1, 0, 0, 0, 0, 0, 0, 0});
        assertThat(fewer.freeVfs()).isEqualTo(busy.freeVfs());
        assertThat(fewer)
                .isNotEqualTo(busy)
                .isEqualTo(((NodeView.Known) view(1, 2)).node().free());
        assertThat(fewer).hasSameHashCodeAs(((NodeView.Known) view(1, 2)).node().free());
        assertThat(fewer.without(1, new int[8]).existingVfs(0)).isEqualTo(1);
        assertThat(fewer.withUsablePorts(1).existingVfs(0)).isEqualTo(1);
    }

    private static NodeView view(int... vfs) {
        KubeletSetup kubelet = KubeletSetup.of(KubeletRelease.FROM_1_36, TopologyPolicy.RESTRICTED);
        ClusterState state = new Reducer(1)
                .apply(
                        ClusterState.EMPTY,
                        List.of(
                                new ClusterEvent.NodeSeen("n", HGX, kubelet),
                                new ClusterEvent.PortsChanged("n", 0xff, vfs)),
                        0)
                .state();
        return state.views().getFirst();
    }
}
