package io.switchman.topology.kubelet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The affinity of each container: hints of its resources, merged. What was merged once is kept, for it takes long. */
final class AffinitySampler {
    /** All that hints depend on, how many devices are available and reusable on each NUMA node, and what came of it. */
    private static final class Known {
        final int[] census;
        final long affinity;

        Known(int[] census, long affinity) {
            this.census = census;
            this.affinity = affinity;
        }
    }

    private final HintSampler hints;
    private final MergeSampler merge;
    private final List<SampledPool> pools;
    private final List<List<Known>> known = new ArrayList<>();

    /** A sampler for so many containers. */
    AffinitySampler(KubeletNode node, List<SampledPool> pools, int containers) {
        this.hints = new HintSampler(node.kubelet().release(), node.numa().ids());
        this.merge = new MergeSampler(node.kubelet().policy(), node.numa().ids());
        this.pools = pools;
        for (int container = 0; container < containers; container++) {
            known.add(new ArrayList<>());
        }
    }

    /**
     * The affinity, or {@link MergeSampler#REJECTED}.
     *
     * @param limits what is asked of each pool, or -1
     * @param reuse whether devices of ended init containers count
     */
    long of(int container, int[] limits, boolean reuse) {
        List<Known> before = known.get(container);
        if (container == 0 && !before.isEmpty()) {
            return before.getFirst().affinity; // every run begins alike
        }
        int[] census = census(limits);
        for (Known one : before) {
            if (Arrays.equals(one.census, census)) {
                return one.affinity;
            }
        }
        List<List<HintSampler.Offer>> lists = new ArrayList<>();
        lists.add(List.of(new HintSampler.Offer(0, true))); // managers of CPUs and memory have no preference
        for (int pool = 0; pool < limits.length; pool++) {
            if (limits[pool] >= 0) {
                lists.add(hints.hints(pools.get(pool), reuse, limits[pool]));
            }
        }
        long affinity = merge.affinity(lists);
        before.add(new Known(census, affinity));
        return affinity;
    }

    private int[] census(int[] limits) {
        int[] census = new int[2 * limits.length * (Long.SIZE + 1)];
        int size = 0;
        for (int pool = 0; pool < limits.length; pool++) {
            if (limits[pool] >= 0) {
                size = pools.get(pool).census(census, size);
            }
        }
        return Arrays.copyOf(census, size);
    }
}
