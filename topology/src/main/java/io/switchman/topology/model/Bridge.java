package io.switchman.topology.model;

/**
 * One PCI-to-PCI bridge (class 0x0604) on the way to a device.
 *
 * @param address its own address
 * @param id vendor and device, or {@link PciId#UNKNOWN}
 * @param subsystem subsystem vendor and device, or {@link PciId#UNKNOWN}; tells the levels of one Broadcom chip apart
 */
public record Bridge(PciAddress address, PciId id, PciId subsystem) {
    public Bridge(PciAddress address) {
        this(address, PciId.UNKNOWN, PciId.UNKNOWN);
    }
}
