package io.switchman.topology.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.topology.Machines;
import io.switchman.topology.Sketch;
import io.switchman.topology.kubelet.Forecast;
import io.switchman.topology.kubelet.KubeletRelease;
import io.switchman.topology.kubelet.KubeletSetup;
import io.switchman.topology.kubelet.OutcomeClass;
import io.switchman.topology.kubelet.TopologyPolicy;
import io.switchman.topology.model.Machine;
import io.switchman.topology.model.Port;
import io.switchman.topology.model.ResourceName;
import io.switchman.topology.model.VfPool;
import io.switchman.topology.state.NodeShape;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Draws from two pools on the same ports multiply; what would be counted for a second is not known instead. */
class TwoPoolsTest {
    private static final ResourceName ONE = new ResourceName("example.com/one");
    private static final ResourceName OTHER = new ResourceName("example.com/other");

    private final NodeShape shape =
            NodeShape.idle(machine()).with(KubeletSetup.of(KubeletRelease.FROM_1_36, TopologyPolicy.NONE));

    @Test
    void fewVfsOfTwoPoolsAreCountedAndManyAreNot() {
        assertThat(forecast(4).kind()).isEqualTo(OutcomeClass.CHANCE);
        assertThat(forecast(6)).isEqualTo(Forecast.UNKNOWN);
    }

    private Forecast forecast(int vfs) {
        Request request = new Request(
                new GpuDemand(Sketch.GPU, 4),
                List.of(new VfDemand(ONE, vfs), new VfDemand(OTHER, vfs)),
                Policy.DEFAULT);
        if (new Placer().plan(shape, request) instanceof Placement.Found(Plan plan)) {
            return new Foresight().of(shape, request, plan);
        }
        throw new AssertionError("an idle node does not fit");
    }

    private static Machine machine() {
        Machine hgx = Machines.hgx(Sketch.Naming.PER_RAIL);
        List<VfPool> pools = List.of(new VfPool(ONE, 8), new VfPool(OTHER, 8));
        List<Port> ports = hgx.ports().stream()
                .map(port -> new Port(port.id(), port.device(), port.rail(), port.netdev(), port.rdma(), pools))
                .toList();
        return new Machine("two-pools", hgx.numa(), hgx.gpus(), ports, hgx.nvlink());
    }
}
