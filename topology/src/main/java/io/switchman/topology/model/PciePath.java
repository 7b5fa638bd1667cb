package io.switchman.topology.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way from the processor to a device as one source tells it, before any clean-up.
 *
 * <p>In sysfs a chain is the root port followed by an upstream and a downstream port for each switch level, so a regular
 * chain has an odd length (or none at all); a switch is named by its upstream port. NCCL's files hold the upstream ports
 * only, because NCCL climbs two links at a time ({@code ncclTopoGetXmlFromSys} in src/graph/xml.cc).
 *
 * @param hostBridge where the chain begins, or null where the source cannot tell
 * @param rootPort the root port, or null where there is none or the source cannot tell
 * @param switches upstream ports from the root down
 * @param irregular whether the chain has an even number of bridges (a PCIe-to-PCI bridge, an emulated tree): then no
 *     switch is named, only the root port counts
 */
public record PciePath(
        @Nullable HostBridge hostBridge, @Nullable PciAddress rootPort, List<Bridge> switches, boolean irregular) {
    public PciePath {
        switches = List.copyOf(switches);
    }

    /**
     * The path of a device below a full chain of bridges.
     *
     * @param device the device at the end
     * @param bridges every bridge from the root port down; empty for a device on the root bus itself
     */
    public static PciePath ofBridges(PciAddress device, List<Bridge> bridges) {
        if (bridges.isEmpty()) {
            return new PciePath(device.isInvented() ? null : HostBridge.above(device), null, List.of(), false);
        }
        PciAddress root = bridges.getFirst().address();
        HostBridge host = root.isInvented() ? null : HostBridge.above(root);
        boolean irregular = bridges.size() % 2 == 0;
        List<Bridge> switches = new ArrayList<>();
        for (int i = 1; i < bridges.size() && !irregular; i += 2) {
            switches.add(bridges.get(i));
        }
        return new PciePath(host, root, switches, irregular);
    }

    /** The path of a device in an NCCL file: upstream ports from the root down, no root port, no host bridge. */
    public static PciePath ofUpstreamPorts(List<Bridge> switches) {
        return new PciePath(null, null, switches, false);
    }
}
