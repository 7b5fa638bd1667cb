package io.switchman.topology.model;

/**
 * A vendor and device id, or a subsystem's, as the kernel's {@code vendor} and {@code device} files give them.
 *
 * @param vendor 0 to 0xffff; 0 together with device 0 where the source does not say
 * @param device 0 to 0xffff
 */
public record PciId(int vendor, int device) {
    /** What a source that names no ids leaves us with. */
    public static final PciId UNKNOWN = new PciId(0, 0);

    public PciId {
        if (vendor < 0 || vendor > 0xffff || device < 0 || device > 0xffff) {
            throw new IllegalArgumentException("PCI id out of range: vendor %#x device %#x".formatted(vendor, device));
        }
    }

    public boolean isKnown() {
        return vendor != 0 || device != 0;
    }

    @Override
    public String toString() {
        return "%04x:%04x".formatted(vendor, device);
    }
}
