package io.switchman.events.kube.facts;

import io.switchman.events.machine.PortFacts.Link;
import io.switchman.topology.model.PciAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One physical function in a SriovNetworkNodeState.
 *
 * @param address its PCI address
 * @param netdev its interface, or null: it is missing while the function is in a pod or bound to vfio
 * @param linkType {@code ETH} or {@code IB}, or null
 * @param link UP where a speed is told, DOWN where the speed is negative (no carrier), else UNKNOWN
 * @param speedMbps 0 where unknown
 * @param totalVfs most VFs it can have, 0 to 65535; 0 where SR-IOV is off in its firmware
 * @param numVfs VFs it has, 0 to 65535
 * @param external whether others make its VFs and the operator only counts them
 * @param vfs its VFs in the order of the object
 */
public record SriovPort(
        PciAddress address,
        @Nullable String netdev,
        @Nullable String linkType,
        Link link,
        int speedMbps,
        int totalVfs,
        int numVfs,
        boolean external,
        List<SriovVf> vfs) {
    public SriovPort {
        vfs = List.copyOf(vfs);
    }
}
