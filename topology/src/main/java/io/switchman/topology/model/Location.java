package io.switchman.topology.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a device sits, after clean-up: what two devices are compared by.
 *
 * @param hostBridge its host bridge, or null where unknown or where it says nothing (a flat virtual machine)
 * @param rootPort its root port, or null
 * @param switches cleaned switch levels from the root down, each named by its upstream port; empty means no switch, and
 *     no switch never equals no switch
 * @param numa its NUMA node, or unknown
 * @param coherentGroup its chip-to-chip coherent domain, or null
 */
public record Location(
        @Nullable HostBridge hostBridge,
        @Nullable PciAddress rootPort,
        List<PciAddress> switches,
        NumaId numa,
        @Nullable Integer coherentGroup) {
    public Location {
        switches = List.copyOf(switches);
    }

    /**
     * The level of two devices, evaluated from best to worst.
     *
     * <p>Two distinct devices below one root port always have a switch between them, because a root port is a single
     * link (PCI Express Base Specification, 1.3.2); so that counts as {@link Locality#SAME_SWITCH_TREE}.
     */
    public Locality to(Location other) {
        if (!switches.isEmpty()
                && !other.switches.isEmpty()
                && switches.getLast().equals(other.switches.getLast())) {
            return Locality.SAME_SWITCH;
        }
        if ((rootPort != null && rootPort.equals(other.rootPort))
                || switches.stream().anyMatch(other.switches::contains)) {
            return Locality.SAME_SWITCH_TREE;
        }
        if (coherentGroup != null && coherentGroup.equals(other.coherentGroup) && numa.isSameAs(other.numa)) {
            return Locality.SAME_C2C;
        }
        if (hostBridge != null && hostBridge.equals(other.hostBridge)) {
            return Locality.SAME_HOST_BRIDGE;
        }
        if (!numa.isKnown() || !other.numa.isKnown()) {
            return Locality.UNKNOWN;
        }
        return numa.isSameAs(other.numa) ? Locality.SAME_NUMA : Locality.CROSS_NUMA;
    }
}
