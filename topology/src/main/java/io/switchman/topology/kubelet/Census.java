package io.switchman.topology.kubelet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How many devices, or CPUs, are on each NUMA node. Those without a node are counted too, but on none. */
final class Census {
    private final Map<Integer, Integer> perNode = new HashMap<>();
    private int total;

    void add(@Nullable Integer numa, int count) {
        total += count;
        if (numa != null && count > 0) {
            perNode.merge(numa, count, Integer::sum);
        }
    }

    int total() {
        return total;
    }

    /** Nodes with at least one of them. Ids above 63 are in no mask ({@code bitmask.IsSet}). */
    long nodes() {
        long nodes = 0;
        for (int node : perNode.keySet()) {
            nodes |= node >= 0 && node < 64 ? 1L << node : 0;
        }
        return nodes;
    }

    /** Whether any of them has a node at all ({@code deviceHasTopologyAlignment}). */
    boolean hasTopology() {
        return !perNode.isEmpty();
    }

    int within(long mask) {
        int sum = 0;
        for (Map.Entry<Integer, Integer> node : perNode.entrySet()) {
            sum += holds(mask, node.getKey()) ? node.getValue() : 0;
        }
        return sum;
    }

    /** Whether a mask covers all nodes that have one. */
    boolean coveredBy(long mask) {
        return perNode.keySet().stream().allMatch(node -> holds(mask, node));
    }

    static boolean holds(long mask, int node) {
        return node >= 0 && node < 64 && (mask >>> node & 1) != 0;
    }

    /**
     * The hints for a request: every mask that has enough left, preferred where it is as narrow as the narrowest that could
     * ever hold it ({@code generateDeviceTopologyHints}, {@code generateCPUTopologyHints}).
     *
     * @param all what exists, in use or not
     * @param free what nobody uses
     * @param reusable what the pod's ended init containers leave
     * @param nodes the nodes whose masks are tried
     */
    static List<Hint> hints(Census all, Census free, Census reusable, long nodes, int request) {
        int narrowest = Long.bitCount(nodes);
        List<Long> masks = new ArrayList<>();
        for (long mask = nodes & -nodes; mask != 0; mask = mask - nodes & nodes) {
            if (all.within(mask) >= request) {
                narrowest = Math.min(narrowest, Long.bitCount(mask));
            }
            if (reusable.coveredBy(mask) && reusable.within(mask) + free.within(mask) >= request) {
                masks.add(mask);
            }
        }
        int preferred = narrowest;
        return masks.stream()
                .map(mask -> new Hint(mask, Long.bitCount(mask) == preferred))
                .toList();
    }
}
