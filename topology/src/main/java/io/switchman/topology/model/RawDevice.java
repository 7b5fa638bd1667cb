package io.switchman.topology.model;

import org.jspecify.annotations.Nullable;

/**
 * A PCI function as a reader found it.
 *
 * @param address its own address
 * @param kind what it is
 * @param path the way to it, before clean-up
 * @param numa its NUMA node, or unknown
 * @param coherentGroup which chip-to-chip coherent domain it belongs to (NVLink-C2C), or null for none
 * @param excluded why it is no GPU or no rail for us, or null
 */
public record RawDevice(
        PciAddress address,
        DeviceKind kind,
        PciePath path,
        NumaId numa,
        @Nullable Integer coherentGroup,
        @Nullable String excluded) {
    public RawDevice(PciAddress address, DeviceKind kind, PciePath path, NumaId numa) {
        this(address, kind, path, numa, null, null);
    }

    public RawDevice exclude(String reason) {
        return new RawDevice(address, kind, path, numa, coherentGroup, reason);
    }
}
