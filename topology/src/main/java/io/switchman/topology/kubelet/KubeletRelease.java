package io.switchman.topology.kubelet;

/** Releases of the kubelet that differ in the NUMA masks they consider. */
public enum KubeletRelease {
    /** Masks over all NUMA nodes of the machine. */
    BEFORE_1_36,
    /** Masks only over the nodes that own a device of the resource ({@code deviceNUMANodes}). */
    FROM_1_36
}
