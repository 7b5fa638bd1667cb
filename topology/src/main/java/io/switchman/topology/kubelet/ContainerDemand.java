package io.switchman.topology.kubelet;

import java.util.Map;

/**
 * What one container asks for.
 *
 * @param limits devices by resource; a limit of zero is not the same as none
 * @param cpus CPUs of its own, or 0: only the static CPU manager looks
 * @param sidecar for init containers: it stays beside the others (restartPolicy Always)
 * @param others whether it asks for devices of which we know nothing; their hints may move the NUMA mask of all
 */
public record ContainerDemand(Map<String, Integer> limits, int cpus, boolean sidecar, boolean others) {
    /** A container that asks for nothing else. */
    public ContainerDemand(Map<String, Integer> limits, int cpus, boolean sidecar) {
        this(limits, cpus, sidecar, false);
    }

    public ContainerDemand {
        limits = Map.copyOf(limits);
        if (cpus < 0 || limits.values().stream().anyMatch(limit -> limit < 0)) {
            throw new IllegalArgumentException("a container asks for " + limits + " and " + cpus + " CPUs");
        }
    }

    /** A container that asks for devices only. */
    public static ContainerDemand of(Map<String, Integer> limits) {
        return new ContainerDemand(limits, 0, false);
    }
}
