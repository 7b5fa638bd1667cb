package io.switchman.topology.kubelet;

import java.util.List;

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

    /** What the pod took so far; devices of its ended init containers stay its own as long as it lives. */
    Taken taken(Holdings now);

    /**
     * Devices of one pod.
     *
     * @param devices a bit for each, where they are told apart
     * @param perPlace how many in each place
     */
    record Taken(long devices, List<Integer> perPlace) {
        public Taken {
            perPlace = List.copyOf(perPlace);
        }
    }

    /**
     * What becomes of the devices.
     *
     * @param ends whether the container ends and leaves them to the others
     * @param last whether no later container asks for this resource
     */
    record Afterwards(boolean ends, boolean last) {}
}
