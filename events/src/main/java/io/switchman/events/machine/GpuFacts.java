package io.switchman.events.machine;

import org.jspecify.annotations.Nullable;

/**
 * What a source tells of one GPU beyond its place.
 *
 * @param vendor PCI vendor id, or {@link PciRole#UNTOLD}
 * @param model the product's name, or empty
 * @param uuid the driver's name for it, or null
 */
record GpuFacts(int vendor, String model, @Nullable String uuid) {}
