package io.switchman.topology.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One port that offers VFs.
 *
 * @param id the port
 * @param device the function it belongs to, in its place; its VFs share that place whatever their bus numbers
 * @param rail the plane of the fabric it is wired to, or null where nobody declared one
 * @param netdev the name of its network interface, or null
 * @param rdma the name of its RDMA device, or null
 * @param pools its VFs by resource name
 */
public record Port(
        PortId id,
        Device device,
        @Nullable RailId rail,
        @Nullable String netdev,
        @Nullable String rdma,
        List<VfPool> pools) {
    public Port {
        pools = List.copyOf(pools);
    }
}
