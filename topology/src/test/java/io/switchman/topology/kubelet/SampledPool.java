package io.switchman.topology.kubelet;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** The device manager's books and {@code devicesToAllocate} for one resource, in one run of a kubelet. */
final class SampledPool {
    /** For a device that its plugin reports without a NUMA node ({@code nodeWithoutTopology}). */
    static final int NOWHERE = -1;

    /** No affinity is stored. */
    static final long NO_AFFINITY = 0;

    final int[] numa;
    final int[] places;
    private final boolean[] busy;
    private final int pluginMaps;
    private final @Nullable NvidiaSampler plugin;
    private final boolean topology;
    private final int[] nodes;
    private final int[] nodeOf;
    private final int[] list;
    final boolean[] inUse;
    private GoSet healthy;
    GoSet reusable;

    /**
     * A pool of devices in PCI order.
     *
     * @param places the switch of each device, or -1
     * @param pluginMaps how many maps the plugin fills, one from the other, until it sends its list
     * @param plugin who is asked for its preference, or null for nobody
     */
    SampledPool(int[] numa, int[] places, boolean[] busy, int pluginMaps, @Nullable NvidiaSampler plugin) {
        this.numa = numa;
        this.places = places;
        this.busy = busy;
        this.pluginMaps = pluginMaps;
        this.plugin = plugin;
        this.list = new int[numa.length];
        this.inUse = new boolean[numa.length];
        this.healthy = none();
        this.reusable = none();
        this.topology = Arrays.stream(numa).anyMatch(node -> node != NOWHERE);
        this.nodes = Arrays.stream(numa).distinct().toArray();
        this.nodeOf = new int[numa.length];
        for (int device = 0; device < numa.length; device++) {
            while (nodes[nodeOf[device]] != numa[device]) {
                nodeOf[device]++;
            }
        }
    }

    private GoSet none() {
        return new GoSet(numa.length);
    }

    boolean hasTopology() {
        return topology;
    }

    /** A fresh kubelet and a fresh plugin, which lists its devices. */
    void start(ListOrder order, SplittableRandom random) {
        GoSet devices = none();
        for (int i = 0; i < numa.length; i++) {
            list[i] = i;
        }
        if (order == ListOrder.ANY) {
            shuffle(random);
        }
        for (int device : list) {
            devices.insert(device);
        }
        for (int map = 0; map < pluginMaps; map++) {
            GoSet next = none();
            next.insertAll(devices, random);
            devices = next;
        }
        healthy = devices; // whose keys came in the order of the plugin's list
        reusable = none();
        System.arraycopy(busy, 0, inUse, 0, busy.length);
    }

    private void shuffle(SplittableRandom random) {
        for (int i = list.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int device = list[i];
            list[i] = list[other];
            list[other] = device;
        }
    }

    /** {@code devicesToAllocate}; null where it fails. */
    @Nullable
    GoSet take(int count, long affinity, SplittableRandom random) {
        if (healthy.size() == 0) {
            return null;
        }
        GoSet allocated = none();
        if (count == 0 || fill(allocated, reusable, count, random)) {
            return allocated;
        }
        GoSet available = healthy.without(inUse, random);
        if (available.size() < count - allocated.size()) {
            return null;
        }
        if (affinity == NO_AFFINITY || !topology) {
            return rest(allocated, available, none(), available, count, random);
        }
        GoSet aligned = none();
        GoSet unaligned = none();
        GoSet nowhere = none();
        int begin = available.walk(random);
        for (int place = 0; place < available.size(); place++) {
            int device = available.next(begin, place, random);
            if (numa[device] == NOWHERE) {
                nowhere.insert(device);
            } else if (isSet(affinity, numa[device])) {
                aligned.insert(device);
            } else {
                unaligned.insert(device);
            }
        }
        if (count - allocated.size() < aligned.size()) {
            GoSet preferred = preferred(aligned, allocated, count, random);
            return preferred != null
                            && (fill(allocated, preferred.in(aligned, random), count, random)
                                    || fill(allocated, aligned, count, random))
                    ? allocated
                    : null;
        }
        return fill(allocated, aligned, count, random)
                ? allocated
                : rest(allocated, available, unaligned, nowhere, count, random);
    }

    private @Nullable GoSet rest(
            GoSet allocated, GoSet available, GoSet unaligned, GoSet nowhere, int count, SplittableRandom random) {
        GoSet preferred = preferred(available, allocated, count, random);
        return preferred != null
                        && (fill(allocated, preferred.in(available, random), count, random)
                                || fill(allocated, unaligned, count, random)
                                || fill(allocated, nowhere, count, random))
                ? allocated
                : null;
    }

    /** {@code allocateRemainingFrom}: whether nothing is missing any more. */
    private boolean fill(GoSet allocated, GoSet from, int count, SplittableRandom random) {
        GoSet left = from.without(allocated, random);
        int begin = left.walk(random);
        for (int place = 0; place < left.size(); place++) {
            int device = left.next(begin, place, random);
            inUse[device] = true;
            allocated.insert(device);
            if (allocated.size() == count) {
                return true;
            }
        }
        return false;
    }

    /** {@code callGetPreferredAllocationIfAvailable}; null where the plugin crashes. */
    private @Nullable GoSet preferred(GoSet from, GoSet allocated, int count, SplittableRandom random) {
        if (plugin == null) {
            return none();
        }
        GoSet offered = from.and(allocated, random);
        int begin = offered.walk(random);
        long required = 0;
        for (int place = 0; place < offered.size(); place++) {
            int device = offered.next(begin, place, random);
            list[place] = device;
            required |= allocated.has(device) ? 1L << device : 0;
        }
        GoSet answer = plugin.choose(list, offered.size(), required, count);
        return answer.size() == 0 ? null : answer;
    }

    /** What an ended init container leaves, or another container keeps for itself ({@code devicesToReuse}). */
    void settle(GoSet taken, boolean ends, SplittableRandom random) {
        if (taken.size() == 0) {
            return; // nothing was recorded
        }
        GoSet recorded = recorded(taken, random);
        reusable = ends ? reusable.and(recorded, random) : reusable.without(recorded, random);
    }

    /** A container's devices as they are kept, by NUMA node, and read back ({@code DevicesPerNUMA.Devices}). */
    private GoSet recorded(GoSet taken, SplittableRandom random) {
        int[] order = new int[taken.size()];
        int[] nodes = new int[taken.size()];
        GoSet slots = new GoSet(taken.size());
        int begin = taken.walk(random);
        for (int place = 0; place < order.length; place++) {
            order[place] = taken.next(begin, place, random);
            int slot = 0;
            while (slot < slots.size() && nodes[slot] != numa[order[place]]) {
                slot++;
            }
            if (slot == slots.size()) {
                nodes[slot] = numa[order[place]];
                slots.insert(slot);
            }
        }
        GoSet result = none();
        begin = slots.walk(random);
        for (int place = 0; place < slots.size(); place++) {
            int node = nodes[slots.next(begin, place, random)];
            for (int device : order) {
                if (numa[device] == node) {
                    result.insert(device);
                }
            }
        }
        return result;
    }

    /** Adds to the numbers from an index on how many devices of each node are available and reusable; the next index. */
    int census(int[] counts, int from) {
        for (int device = 0; device < numa.length; device++) {
            int at = from + 2 * nodeOf[device];
            counts[at] += inUse[device] ? 0 : 1;
            counts[at + 1] += reusable.has(device) ? 1 : 0;
        }
        return from + 2 * nodes.length;
    }

    static boolean isSet(long mask, int bit) {
        return bit >= 0 && bit < Long.SIZE && (mask >>> bit & 1) != 0;
    }
}
