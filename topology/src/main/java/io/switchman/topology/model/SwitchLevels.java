package io.switchman.topology.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which ancestors of a device count as switches: two clean-up steps on its chain of upstream ports.
 *
 * <ol>
 *   <li>The last level is dropped when it belongs to the GPU's own package: by its ids (AMD 1022:14c7 on MI200,
 *       1022:1500 on MI300, Hygon 1d94:23b7), or because it leads to that GPU and nothing else. The second form is
 *       needed where a source names no ids; it can only turn two levels into one, never the reverse.
 *   <li>Levels of one chip are merged into the highest: Broadcom PEX by NCCL's rule ({@code getBcmGen} in
 *       src/graph/topo.cc), and equal ConnectX switch levels (vendor 15b3), since NIC and switch are one package. The
 *       latter is our own rule; NCCL reports PXB there. Both levels allow GPUDirect, so only the label changes.
 * </ol>
 */
final class SwitchLevels {
    private static final Set<PciId> GPU_PACKAGE_BRIDGES =
            Set.of(new PciId(0x1022, 0x14c7), new PciId(0x1022, 0x1500), new PciId(0x1d94, 0x23b7));

    private static final PciId PEX_GEN4 = new PciId(0x1000, 0xc010);
    private static final PciId PEX_GEN5 = new PciId(0x1000, 0xc030);
    private static final int BROADCOM = 0x1000;
    private static final int MELLANOX = 0x15b3;
    private static final int SUBSYSTEM_CLASS = 0xf000;

    private SwitchLevels() {}

    /**
     * Cleans one chain.
     *
     * @param raw upstream ports from the root down
     * @param leadsToThisGpuOnly whether the device is a GPU and the given port leads to no other device
     * @return the levels that remain, each named by its highest upstream port
     */
    static List<PciAddress> clean(List<Bridge> raw, Predicate<PciAddress> leadsToThisGpuOnly) {
        List<Bridge> levels = new ArrayList<>(raw);
        if (!levels.isEmpty()) {
            Bridge last = levels.getLast();
            if (GPU_PACKAGE_BRIDGES.contains(last.id()) || leadsToThisGpuOnly.test(last.address())) {
                levels.removeLast();
            }
        }
        List<PciAddress> names = new ArrayList<>();
        for (int i = 0; i < levels.size(); i++) {
            if (i == 0 || !isOneChip(levels.get(i - 1), levels.get(i))) {
                names.add(levels.get(i).address());
            }
        }
        return names;
    }

    private static boolean isOneChip(Bridge parent, Bridge child) {
        if (!parent.id().equals(child.id())) {
            return false;
        }
        if (parent.id().vendor() == MELLANOX) {
            return true;
        }
        boolean broadcom =
                parent.subsystem().vendor() == BROADCOM && child.subsystem().vendor() == BROADCOM;
        int outer = parent.subsystem().device() & SUBSYSTEM_CLASS;
        int inner = child.subsystem().device() & SUBSYSTEM_CLASS;
        if (parent.id().equals(PEX_GEN4)) {
            return broadcom && outer == 0xa000 && inner == 0xa000;
        }
        return broadcom && parent.id().equals(PEX_GEN5) && outer == 0 && inner == 0x1000;
    }
}
