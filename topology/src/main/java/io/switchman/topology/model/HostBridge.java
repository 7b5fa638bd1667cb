package io.switchman.topology.model;

/**
 * A host bridge: where a PCI hierarchy meets the processor, {@code pciDDDD:BB} in sysfs.
 *
 * @param domain 0 to 0x7fffffff
 * @param bus the root bus, 0 to 255
 */
public record HostBridge(int domain, int bus) {
    /** The bridge whose root bus carries this function (a root port, or an endpoint without any bridge above it). */
    public static HostBridge above(PciAddress onRootBus) {
        return new HostBridge(onRootBus.domain(), onRootBus.bus());
    }

    @Override
    public String toString() {
        return "pci%04x:%02x".formatted(domain, bus);
    }
}
