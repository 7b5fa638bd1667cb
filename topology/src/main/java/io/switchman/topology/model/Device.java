package io.switchman.topology.model;

import org.jspecify.annotations.Nullable;

/**
 * A PCI function in its place.
 *
 * @param address its own address
 * @param kind what it is
 * @param location where it sits, after clean-up
 * @param excluded why it takes no part in placement, or null
 */
public record Device(
        PciAddress address,
        DeviceKind kind,
        Location location,
        @Nullable String excluded) {
    public boolean takesPart() {
        return excluded == null;
    }
}
