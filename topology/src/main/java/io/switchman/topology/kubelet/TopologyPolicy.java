package io.switchman.topology.kubelet;

/** The kubelet's {@code topologyManagerPolicy}. */
public enum TopologyPolicy {
    /** No hints, no NUMA filter. */
    NONE,
    /** Follows the best hint and admits every pod. */
    BEST_EFFORT,
    /** Admits only pods whose best hint is preferred. */
    RESTRICTED,
    /** Admits only pods that fit one NUMA node, or have no preference. */
    SINGLE_NUMA_NODE
}
