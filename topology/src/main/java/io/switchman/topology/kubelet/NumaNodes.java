package io.switchman.topology.kubelet;

import java.util.List;

/**
 * The NUMA nodes the kubelet knows.
 *
 * @param ids their ids, from 0 to 63, ascending
 * @param distances the distance of each to each, in the same order; may be empty where the kubelet is not set to look
 */
public record NumaNodes(List<Integer> ids, List<List<Integer>> distances) {
    public NumaNodes {
        ids = List.copyOf(ids);
        distances = distances.stream().map(List::copyOf).toList();
        if (ids.isEmpty() || ids.stream().anyMatch(id -> id < 0 || id > 63)) {
            throw new IllegalArgumentException("NUMA ids " + ids + ": want at least one, from 0 to 63");
        }
    }

    /** Nodes whose distances nobody asks for. */
    public static NumaNodes of(List<Integer> ids) {
        return new NumaNodes(ids, List.of());
    }

    /** A bit for each id. */
    long mask() {
        long mask = 0;
        for (int id : ids) {
            mask |= 1L << id;
        }
        return mask;
    }
}
