package io.switchman.events.machine;

import io.switchman.topology.model.ResourceName;

/**
 * What the VFs of a port are called where the source does not say: sysfs and NCCL files know no resource names.
 *
 * @param pattern a resource name in which {@code %d} stands for the port's index among the ports that have VFs, from 0 in
 *     PCI order; without {@code %d} all ports share one pool name
 */
public record Naming(String pattern) {
    /** One name for each port, as NVIDIA's reference deployments for SR-IOV RDMA have it. */
    public static final Naming PER_PORT = new Naming("nvidia.com/sriov_rdma_vf_port%d");

    private static final String INDEX = "%d";

    /** Throws {@link IllegalArgumentException} if the pattern makes no valid resource name. */
    public Naming {
        new ResourceName(pattern.replace(INDEX, "0"));
    }

    ResourceName ofPort(int index) {
        return new ResourceName(pattern.replace(INDEX, Integer.toString(index)));
    }
}
