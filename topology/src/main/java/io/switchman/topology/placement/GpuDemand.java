package io.switchman.topology.placement;

import io.switchman.topology.model.ResourceName;

/**
 * GPUs that a pod asks for.
 *
 * @param resource the name
 * @param count GPUs, 1 to {@link Request#MAX_DEVICES}
 */
public record GpuDemand(ResourceName resource, int count) {
    public GpuDemand {
        if (count < 1 || count > Request.MAX_DEVICES) {
            throw new IllegalArgumentException(
                    resource + ": " + count + " GPUs, allowed are 1 to " + Request.MAX_DEVICES);
        }
    }
}
