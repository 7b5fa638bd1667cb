package io.switchman.extender.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.extender.app.Cluster;
import io.switchman.extender.config.ResourceNames;
import io.switchman.topology.model.Machine;
import io.switchman.topology.model.Port;
import io.switchman.topology.model.RailId;
import io.switchman.topology.model.ResourceName;
import io.switchman.topology.model.VfPool;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RailNumbersTest {
    private static final RailNumbers NUMBERS = new RailNumbers(ResourceNames.DEFAULT);

    @Test
    void theDeclaredRailCounts() {
        assertThat(rails(new RailId(5), "nvidia.com/sriov_rdma_vf_port3")).isEqualTo(1L << 5);
    }

    @Test
    void elseTheNumberInTheName() {
        assertThat(rails(null, "nvidia.com/sriov_rdma_vf_port3")).isEqualTo(1L << 3);
        assertThat(rails(null, "nvidia.com/sriov_rdma_vf")).isZero();
    }

    @Test
    void oneUnknownRailMakesAllUncertain() {
        Machine machine = Cluster.machine(Cluster.HGX);
        int[] vfs = new int[machine.sources().size()];
        assertThat(NUMBERS.of(machine, vfs)).isZero();
        vfs[0] = 1;
        vfs[6] = 2;
        assertThat(NUMBERS.of(machine, vfs)).isEqualTo(0b100_0001);
        Machine partly = with(machine, null, "nvidia.com/sriov_rdma_vf");
        assertThat(NUMBERS.of(partly, vfs)).isZero();
    }

    @Test
    void railsBeyondTheLastAreUnknown() {
        assertThat(rails(new RailId(63), "nvidia.com/sriov_rdma_vf")).isEqualTo(1L << 63);
        assertThat(rails(new RailId(64), "nvidia.com/sriov_rdma_vf")).isZero();
        assertThat(rails(null, "nvidia.com/sriov_rdma_vf_port9999")).isZero();
    }

    /** Rails of a VF of the first port, were its rail and name like this. */
    private static long rails(@Nullable RailId rail, String name) {
        Machine machine = with(Cluster.machine(Cluster.HGX), rail, name);
        int[] vfs = new int[machine.sources().size()];
        vfs[0] = 1;
        return NUMBERS.of(machine, vfs);
    }

    private static Machine with(Machine machine, @Nullable RailId rail, String name) {
        Port first = machine.ports().getFirst();
        List<Port> ports = new ArrayList<>(machine.ports());
        VfPool pool = new VfPool(new ResourceName(name), 4);
        ports.set(0, new Port(first.id(), first.device(), rail, first.netdev(), first.rdma(), List.of(pool)));
        return new Machine(machine.name(), machine.numa(), machine.gpus(), ports, machine.nvlink());
    }
}
