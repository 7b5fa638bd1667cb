package io.switchman.topology.kubelet;

/** The kubelet's {@code topologyManagerScope}. */
public enum TopologyScope {
    /** Each container gets a NUMA affinity of its own. */
    CONTAINER,
    /** All containers of a pod share one. */
    POD
}
