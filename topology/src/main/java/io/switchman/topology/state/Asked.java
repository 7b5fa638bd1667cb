package io.switchman.topology.state;

import io.switchman.topology.model.ResourceName;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many devices of which name, where nobody says which ones.
 *
 * @param gpus GPUs by name, 1 or more each; names with 0 are left out
 * @param vfs VFs by name, the same
 */
public record Asked(Map<ResourceName, Integer> gpus, Map<ResourceName, Integer> vfs) {
    /** No device at all. */
    public static final Asked NOTHING = new Asked(Map.of(), Map.of());

    /**
     * Counts by name.
     *
     * @throws IllegalArgumentException if a count is negative
     */
    public Asked {
        gpus = counts(gpus);
        vfs = counts(vfs);
    }

    public boolean isNothing() {
        return gpus.isEmpty() && vfs.isEmpty();
    }

    /** All devices, whatever they are called. */
    public int total() {
        return sum(gpus) + sum(vfs);
    }

    private static int sum(Map<ResourceName, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** In the order of names, so that equal questions are answered by equal devices. */
    private static Map<ResourceName, Integer> counts(Map<ResourceName, Integer> given) {
        Map<ResourceName, Integer> counts = new TreeMap<>();
        given.forEach((name, count) -> {
            if (count < 0) {
                throw new IllegalArgumentException(count + " devices of " + name);
            }
            if (count > 0) {
                counts.put(name, count);
            }
        });
        return Collections.unmodifiableMap(counts);
    }
}
