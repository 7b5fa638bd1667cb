package io.switchman.topology.model;

import java.util.List;

/**
 * One NUMA node of a machine.
 *
 * @param id its number
 * @param distances ACPI SLIT distances to all nodes in the machine's order, or empty where unknown
 */
public record NumaNode(NumaId id, List<Integer> distances) {
    public NumaNode {
        distances = List.copyOf(distances);
    }
}
