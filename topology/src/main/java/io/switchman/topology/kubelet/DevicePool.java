package io.switchman.topology.kubelet;

/** One resource of a node, as the device manager deals with it. */
interface DevicePool {
    /** What is in use before the pod comes. */
    Holdings start();

    /** All devices by NUMA node. */
    Census all();

    /** Devices nobody uses. */
    Census free(Holdings now);

    /** Devices left by ended init containers. */
    Census reusable(Holdings now);

    /**
     * Takes devices for a container ({@code devicesToAllocate}).
     *
     * @param affinity NUMA nodes to take from first, or {@link Hint#ANY}
     * @param turn what comes afterwards
     */
    Spread<Grant> take(Holdings now, long affinity, int count, Afterwards turn);

    /**
     * What becomes of the devices.
     *
     * @param ends whether the container ends and leaves them to the others
     * @param last whether no later container asks for this resource
     */
    record Afterwards(boolean ends, boolean last) {}
}
