package io.switchman.topology.model;

/**
 * The VFs of one port that carry one resource name. A partitioned port has several pools.
 *
 * @param resource the name pods ask for
 * @param total VFs in the pool, 0 to 65535 (the SR-IOV capability's TotalVFs is 16 bits wide)
 */
public record VfPool(ResourceName resource, int total) {
    public static final int MAX_VFS = 0xffff;

    public VfPool {
        if (total < 0 || total > MAX_VFS) {
            throw new IllegalArgumentException(
                    "pool " + resource + " of " + total + " VFs: allowed are 0 to " + MAX_VFS);
        }
    }
}
