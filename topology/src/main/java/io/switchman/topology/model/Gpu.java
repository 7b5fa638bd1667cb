package io.switchman.topology.model;

import org.jspecify.annotations.Nullable;

/**
 * One GPU of a machine.
 *
 * @param device its address and place
 * @param resource the name pods ask for it by
 * @param model the product's name, or empty
 * @param uuid what the driver calls it ({@code GPU-...}), or null where only the machine type is known
 * @param plugin which device plugin serves it
 */
public record Gpu(
        Device device,
        ResourceName resource,
        String model,
        @Nullable String uuid,
        GpuPlugin plugin) {
    public PciAddress address() {
        return device.address();
    }
}
