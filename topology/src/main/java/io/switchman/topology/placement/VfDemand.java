package io.switchman.topology.placement;

import io.switchman.topology.model.ResourceName;

/**
 * VFs that a pod asks for by one name. A name that one port carries is a rail; a name that several carry is a pool.
 *
 * @param resource the name
 * @param count VFs, 1 to {@link Request#MAX_DEVICES}
 */
public record VfDemand(ResourceName resource, int count) implements Comparable<VfDemand> {
    public VfDemand {
        if (count < 1 || count > Request.MAX_DEVICES) {
            throw new IllegalArgumentException(
                    resource + ": " + count + " VFs, allowed are 1 to " + Request.MAX_DEVICES);
        }
    }

    @Override
    public int compareTo(VfDemand other) {
        return resource.compareTo(other.resource);
    }
}
