package io.switchman.extender.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.topology.kubelet.ContainerDemand;
import io.switchman.topology.kubelet.PodDemand;
import io.switchman.topology.model.Device;
import io.switchman.topology.model.Gpu;
import io.switchman.topology.model.Machine;
import io.switchman.topology.model.PciAddress;
import io.switchman.topology.model.Port;
import io.switchman.topology.model.ResourceName;
import io.switchman.topology.model.VfPool;
import io.switchman.topology.placement.GpuDemand;
import io.switchman.topology.placement.Policy;
import io.switchman.topology.placement.Request;
import io.switchman.topology.placement.VfDemand;
import io.switchman.topology.state.ClusterEvent;
import io.switchman.topology.state.ClusterState;
import io.switchman.topology.state.NodeView;
import io.switchman.topology.state.Reducer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is done on the event loop, and what is not. */
class EffortTest {
    private static final ResourceName GPU = new ResourceName("nvidia.com/gpu");
    private static final ResourceName ONE = new ResourceName("example.com/one");
    private static final ResourceName OTHER = new ResourceName("example.com/other");
    private static final NodeView RAILS = view(Cluster.machine(Cluster.HGX));
    private static final NodeView POOLS = view(pooled(Cluster.machine(Cluster.HGX)));

    @Test
    void whatIsAskedEachDayIsQuick() {
        assertThat(Effort.isQuick(RAILS, request(8))).isTrue();
        assertThat(Effort.isQuick(RAILS, request(2, rail(0), rail(1)))).isTrue();
        assertThat(Effort.isQuick(POOLS, request(8, new VfDemand(ONE, 8)))).isTrue();
        assertThat(Effort.isQuick(RAILS, of(1, container(1, 32), container(0, 0))))
                .as("a sidecar without devices")
                .isTrue();
        assertThat(Effort.isQuick(new NodeView.Unknown(""), request(1))).isTrue();
    }

    @Test
    void whatMultipliesIsNot() {
        assertThat(Effort.isQuick(POOLS, request(2, new VfDemand(ONE, 1), new VfDemand(OTHER, 1))))
                .as("two names with a choice of ports")
                .isFalse();
        assertThat(Effort.isQuick(POOLS, request(2, new VfDemand(ONE, 70)))).isFalse();
        assertThat(Effort.isQuick(view(twice(Cluster.machine(Cluster.HGX))), request(2)))
                .as("16 GPUs")
                .isFalse();
        assertThat(Effort.isQuick(RAILS, of(2, container(1, 0), container(1, 0))))
                .as("two draws of GPUs")
                .isFalse();
        assertThat(Effort.isQuick(RAILS, of(1, container(1, 4), container(0, 4))))
                .as("two draws of CPUs")
                .isFalse();
    }

    private static ContainerDemand container(int gpus, int cpus) {
        return new ContainerDemand(gpus == 0 ? Map.of() : Map.of(GPU.value(), gpus), cpus, false);
    }

    private static Request of(int gpus, ContainerDemand... containers) {
        PodDemand pod = new PodDemand(List.of(), Arrays.asList(containers));
        return new Request(new GpuDemand(GPU, gpus), List.of(), Policy.DEFAULT, pod);
    }

    private static Request request(int gpus, VfDemand... vfs) {
        return new Request(new GpuDemand(GPU, gpus), List.of(vfs), Policy.DEFAULT);
    }

    private static VfDemand rail(int index) {
        return new VfDemand(new ResourceName("nvidia.com/sriov_rdma_vf_port" + index), 1);
    }

    private static NodeView view(Machine machine) {
        return new Reducer(1)
                .apply(ClusterState.EMPTY, List.of(new ClusterEvent.NodeSeen("n", machine)), 0)
                .state()
                .view(0);
    }

    private static Machine pooled(Machine machine) {
        List<VfPool> pools = List.of(new VfPool(ONE, 16), new VfPool(OTHER, 16));
        List<Port> ports = machine.ports().stream()
                .map(port -> new Port(port.id(), port.device(), port.rail(), port.netdev(), port.rdma(), pools))
                .toList();
        return new Machine("pooled", machine.numa(), machine.gpus(), ports, machine.nvlink());
    }

    private static Machine twice(Machine machine) {
        List<Gpu> gpus = new ArrayList<>(machine.gpus());
        for (Gpu gpu : machine.gpus()) {
            PciAddress at = gpu.address();
            PciAddress other = new PciAddress(at.domain() + 1, at.bus(), at.device(), at.function());
            Device device = new Device(other, gpu.device().kind(), gpu.device().location(), null);
            gpus.add(new Gpu(device, gpu.resource(), gpu.model(), null, gpu.plugin()));
        }
        return new Machine("twice", machine.numa(), gpus, machine.ports(), machine.nvlink());
    }
}
