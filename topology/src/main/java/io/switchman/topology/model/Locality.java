package io.switchman.topology.model;

/**
 * How near a GPU and a port are, best first. The order of the constants is the rank.
 *
 * <p>NCCL turns GPUDirect RDMA on by default for the first three: its PIX and PXB (and P2C on machines with a coherent
 * chip-to-chip link). Source: {@code ncclTopoCheckGdr} in NCCL's src/graph/paths.cc.
 */
public enum Locality {
    /** Under the same lowest PCIe switch after clean-up. */
    SAME_SWITCH,
    /** Under one switch further up, or at least under the same root port. */
    SAME_SWITCH_TREE,
    /** Joined by a coherent chip-to-chip link (Grace, GB10) on the same NUMA node. */
    SAME_C2C,
    /** Under the same host bridge, with the processor's root complex between them. */
    SAME_HOST_BRIDGE,
    /** On the same NUMA node. */
    SAME_NUMA,
    /** On different NUMA nodes. */
    CROSS_NUMA,
    /** Nothing is known that would tell. Never counted as aligned, never as crossing. */
    UNKNOWN;

    private static final Locality[] VALUES = values();

    /** Number of levels. */
    public static int count() {
        return VALUES.length;
    }

    /**
     * The level of a rank.
     *
     * @param rank 0 (best) to {@link #count()} - 1
     */
    public static Locality ofRank(int rank) {
        return VALUES[rank];
    }

    /** The worst level at which NCCL still uses GPUDirect RDMA by default. */
    public static Locality worstGpuDirect() {
        return SAME_C2C;
    }

    /** How far, from 0 (best) to {@link #count()} - 1. */
    @SuppressWarnings("EnumOrdinal") // the order of the constants is the rank
    public int rank() {
        return ordinal();
    }

    public boolean isAtLeast(Locality wanted) {
        return compareTo(wanted) <= 0;
    }

    public boolean allowsGpuDirect() {
        return isAtLeast(worstGpuDirect());
    }
}
