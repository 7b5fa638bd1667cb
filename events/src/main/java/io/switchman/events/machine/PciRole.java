package io.switchman.events.machine;

import io.switchman.topology.model.PciId;
import org.jspecify.annotations.Nullable;

/**
 * What a PCI function is to us, by its class code. Source: PCI Code and ID Assignment Specification, chapter 1, and
 * include/linux/pci_ids.h of the kernel.
 */
enum PciRole {
    GPU,
    NIC,
    BRIDGE,
    OTHER;

    static final int UNTOLD = 0;
    static final int NVIDIA = 0x10de;
    static final int AMD = 0x1002;

    private static final int HYGON = 0x1d94;
    private static final PciId NVLINK_MANAGEMENT = new PciId(0x15b3, 0x1113);

    /**
     * The role of a class code.
     *
     * @param classCode 24 bits: base class, subclass, programming interface
     * @param vendor the vendor id, or {@link #UNTOLD}. A VGA controller (0x0300) may be a server's management chip, so
     *     only the makers of GPUs count there; 0x0380 and 0x1200 are used by GPUs and by FPGAs alike
     */
    static PciRole of(int classCode, int vendor) {
        boolean maker = vendor == NVIDIA || vendor == AMD;
        return switch (classCode >> 8) {
            case 0x0200, 0x0207, 0x0280 -> NIC;
            case 0x0302 -> GPU;
            case 0x0300 -> maker ? GPU : OTHER;
            case 0x0380, 0x1200 -> maker || vendor == HYGON || vendor == UNTOLD ? GPU : OTHER;
            case 0x0604 -> BRIDGE;
            default -> OTHER;
        };
    }

    /** Why a NIC is no rail although its class says NIC, or null. */
    static @Nullable String whyNoRail(PciId subsystem) {
        return subsystem.equals(NVLINK_MANAGEMENT)
                ? "a ConnectX for NVLink management (subsystem " + subsystem + "), not a rail"
                : null;
    }
}
