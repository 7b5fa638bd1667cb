package io.switchman.extender.embedded;

import io.switchman.topology.model.Machine;
import io.switchman.topology.model.Port;
import io.switchman.topology.model.ResourceName;
import io.switchman.topology.model.VfPool;
import java.util.List;

/** The same machine with one resource name over the VFs of all its ports, as many clusters have it. */
final class PooledNames {
    static final ResourceName POOL = new ResourceName("nvidia.com/sriov_rdma_vf");

    private PooledNames() {}

    static Machine of(Machine machine) {
        List<Port> ports = machine.ports().stream().map(PooledNames::pooled).toList();
        return new Machine(machine.name() + "-pooled", machine.numa(), machine.gpus(), ports, machine.nvlink());
    }

    private static Port pooled(Port port) {
        int total = port.pools().stream().mapToInt(VfPool::total).sum();
        return new Port(
                port.id(), port.device(), port.rail(), port.netdev(), port.rdma(), List.of(new VfPool(POOL, total)));
    }
}
