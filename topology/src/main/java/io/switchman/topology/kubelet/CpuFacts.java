package io.switchman.topology.kubelet;

import java.util.List;

/**
 * CPUs as the static CPU manager counts them, for each NUMA node in the order of {@link NumaNodes}.
 *
 * @param total all CPUs of the node, reserved ones too
 * @param free those that a container may still get for itself
 */
public record CpuFacts(List<Integer> total, List<Integer> free) {
    public CpuFacts {
        total = List.copyOf(total);
        free = List.copyOf(free);
        if (total.size() != free.size()) {
            throw new IllegalArgumentException(total.size() + " NUMA nodes with CPUs, but free ones of " + free.size());
        }
    }
}
