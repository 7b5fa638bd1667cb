package io.switchman.topology.state;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Which slot each pod is at: an immutable map in shards, so that a change copies a small part and old snapshots stay
 * whole.
 */
final class PodIndex {
    /** A power of two; {@link #shardOf} takes its ten bits from the top of the hash. */
    private static final int SHARDS = 1024;

    static final PodIndex EMPTY = new PodIndex(emptyShards(), 0);

    private final Map<PodId, Integer>[] shards;
    private final int size;

    private PodIndex(Map<PodId, Integer>[] shards, int size) {
        this.shards = shards;
        this.size = size;
    }

    int slotOf(PodId pod) {
        return shards[shardOf(pod)].getOrDefault(pod, -1);
    }

    int size() {
        return size;
    }

    PodIndex with(PodId pod, int slot) {
        return changed(pod, slot);
    }

    PodIndex without(PodId pod) {
        return slotOf(pod) < 0 ? this : changed(pod, -1);
    }

    private PodIndex changed(PodId pod, int slot) {
        int at = shardOf(pod);
        Map<PodId, Integer> shard = new HashMap<>(shards[at]);
        int before = shard.size();
        if (slot < 0) {
            shard.remove(pod);
        } else {
            shard.put(pod, slot);
        }
        Map<PodId, Integer>[] copy = shards.clone();
        copy[at] = shard;
        return new PodIndex(copy, size + shard.size() - before);
    }

    private static int shardOf(PodId pod) {
        int hash = pod.hashCode() * 0x9e3779b9;
        return hash >>> 22;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Map<PodId, Integer>[] emptyShards() {
        Map[] shards = new Map[SHARDS];
        Arrays.fill(shards, Map.of());
        return shards;
    }
}
