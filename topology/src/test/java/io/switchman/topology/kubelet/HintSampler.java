package io.switchman.topology.kubelet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/** The device manager's hints for one resource, mask by mask ({@code generateDeviceTopologyHints}). */
final class HintSampler {
    /** A topology hint; a mask of 0 is none at all ({@code NUMANodeAffinity == nil}). */
    record Offer(long mask, boolean preferred) {}

    private final KubeletRelease release;
    private final List<Integer> machine;

    HintSampler(KubeletRelease release, List<Integer> machine) {
        this.release = release;
        this.machine = machine;
    }

    /** The hints of a resource, as {@code filterProvidersHints} lists them. */
    List<Offer> hints(SampledPool pool, boolean withReusable, int request) {
        if (!pool.hasTopology()) {
            return List.of(new Offer(0, true));
        }
        List<Integer> available = new ArrayList<>();
        List<Integer> reusable = new ArrayList<>();
        for (int device = 0; device < pool.numa.length; device++) {
            if (!pool.inUse[device]) {
                available.add(pool.numa[device]);
            }
            if (withReusable && pool.reusable.has(device)) {
                reusable.add(pool.numa[device]);
            }
        }
        List<Integer> nodes = nodes(pool);
        int narrowest = nodes.size();
        List<Long> masks = new ArrayList<>();
        for (long mask : masks(nodes)) {
            long all = Arrays.stream(pool.numa)
                    .filter(node -> SampledPool.isSet(mask, node))
                    .count();
            if (all >= request) {
                narrowest = Math.min(narrowest, Long.bitCount(mask));
            }
            boolean holdsReusable =
                    reusable.stream().allMatch(node -> node == SampledPool.NOWHERE || SampledPool.isSet(mask, node));
            if (holdsReusable && within(mask, reusable) + within(mask, available) >= request) {
                masks.add(mask);
            }
        }
        if (masks.isEmpty() || available.size() + reusable.size() < request) {
            return List.of(new Offer(0, false));
        }
        int preferred = narrowest;
        return masks.stream()
                .map(mask -> new Offer(mask, Long.bitCount(mask) == preferred))
                .toList();
    }

    private static long within(long mask, List<Integer> nodes) {
        return nodes.stream().filter(node -> SampledPool.isSet(mask, node)).count();
    }

    /** {@code deviceNUMANodes}, which came with 1.36. */
    private List<Integer> nodes(SampledPool pool) {
        if (release == KubeletRelease.BEFORE_1_36) {
            return machine;
        }
        TreeSet<Integer> owning = new TreeSet<>();
        Arrays.stream(pool.numa).forEach(owning::add);
        owning.retainAll(machine);
        return owning.isEmpty() ? machine : List.copyOf(owning);
    }

    /** {@code IterateBitMasks}: small masks first. */
    private static List<Long> masks(List<Integer> nodes) {
        List<Long> masks = new ArrayList<>();
        for (int size = 1; size <= nodes.size(); size++) {
            collect(masks, nodes, 0, size);
        }
        return masks;
    }

    private static void collect(List<Long> masks, List<Integer> nodes, long mask, int missing) {
        if (missing == 0) {
            masks.add(mask);
            return;
        }
        for (int i = 0; i < nodes.size(); i++) {
            collect(masks, nodes.subList(i + 1, nodes.size()), mask | 1L << nodes.get(i), missing - 1);
        }
    }
}
