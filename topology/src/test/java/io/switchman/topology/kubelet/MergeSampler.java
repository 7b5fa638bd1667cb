package io.switchman.topology.kubelet;

import io.switchman.topology.kubelet.HintSampler.Offer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The topology manager's policies over the whole product of hints, compared one by one as the kubelet does. */
final class MergeSampler {
    /** What {@link #affinity} says where the pod is not admitted. No machine here has 64 nodes. */
    static final long REJECTED = -1;

    private final TopologyPolicy policy;
    private final long machine;
    private int wanted;
    private @Nullable Offer best;

    MergeSampler(TopologyPolicy policy, List<Integer> machine) {
        this.policy = policy;
        long mask = 0;
        for (int node : machine) {
            mask |= 1L << node;
        }
        this.machine = mask;
    }

    /** The NUMA nodes that are stored as the affinity, {@link SampledPool#NO_AFFINITY}, or {@link #REJECTED}. */
    long affinity(List<List<Offer>> hints) {
        return switch (policy) {
            case NONE -> SampledPool.NO_AFFINITY;
            case BEST_EFFORT -> merge(hints).mask();
            case RESTRICTED -> admitted(merge(hints), 0);
            case SINGLE_NUMA_NODE ->
                admitted(merge(hints.stream().map(MergeSampler::single).toList()), machine);
        };
    }

    private static long admitted(Offer merged, long none) {
        long affinity = merged.mask() == none ? SampledPool.NO_AFFINITY : merged.mask();
        return merged.preferred() ? affinity : REJECTED;
    }

    /** {@code filterSingleNumaHints}. */
    private static List<Offer> single(List<Offer> hints) {
        return hints.stream()
                .filter(hint -> hint.preferred() && Long.bitCount(hint.mask()) <= 1)
                .toList();
    }

    private Offer merge(List<List<Offer>> hints) {
        wanted = 0;
        for (List<Offer> list : hints) {
            int narrowest = list.stream()
                    .mapToInt(hint -> Long.bitCount(hint.mask()))
                    .filter(width -> width > 0)
                    .min()
                    .orElse(0);
            wanted = Math.max(wanted, narrowest);
        }
        best = null;
        walk(hints, 0, machine, 0, true);
        return best == null ? new Offer(machine, false) : best;
    }

    /** {@code iterateAllProviderTopologyHints} with {@code mergePermutation}. */
    private void walk(List<List<Offer>> hints, int list, long merged, long first, boolean preferred) {
        if (list == hints.size()) {
            best = compare(best, new Offer(merged, preferred));
            return;
        }
        for (Offer hint : hints.get(list)) {
            boolean cares = hint.mask() != 0;
            boolean equal = !cares || first == 0 || hint.mask() == first;
            walk(
                    hints,
                    list + 1,
                    cares ? merged & hint.mask() : merged,
                    first == 0 ? hint.mask() : first,
                    preferred && hint.preferred() && equal);
        }
    }

    /** {@code HintMerger.compare}, with its own numbers for the cases. */
    private @Nullable Offer compare(@Nullable Offer current, Offer candidate) {
        if (candidate.mask() == 0) {
            return current;
        }
        if (current == null) {
            return candidate;
        }
        if (current.preferred() != candidate.preferred()) {
            return candidate.preferred() ? candidate : current;
        }
        int now = Long.bitCount(current.mask());
        int other = Long.bitCount(candidate.mask());
        if (current.preferred() || now > wanted) { // 1
            return narrower(current, candidate);
        }
        if (now == wanted) { // 2
            return other == wanted ? narrower(current, candidate) : current;
        }
        if (other > wanted) { // 3a
            return current;
        }
        if (other != now) { // 3b, 3ca, 3cb
            return other > now ? candidate : current;
        }
        return narrower(current, candidate); // 3cc
    }

    private static Offer narrower(Offer current, Offer candidate) {
        int now = Long.bitCount(current.mask());
        int other = Long.bitCount(candidate.mask());
        boolean better = now == other ? Long.compareUnsigned(candidate.mask(), current.mask()) < 0 : other < now;
        return better ? candidate : current;
    }
}
