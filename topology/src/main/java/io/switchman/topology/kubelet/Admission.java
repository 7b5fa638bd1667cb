package io.switchman.topology.kubelet;

import java.util.List;

/**
 * What the topology manager says of a pod or container.
 *
 * @param affinity NUMA nodes the devices are taken from first, or {@link Hint#ANY} where nothing is filtered
 */
record Admission(boolean admitted, long affinity) {
    /** The policies' {@code Merge} and {@code canAdmitPodResult}. */
    static Admission of(KubeletFacts kubelet, NumaNodes numa, List<List<Hint>> lists) {
        return switch (kubelet.policy()) {
            case NONE -> new Admission(true, Hint.ANY);
            case BEST_EFFORT ->
                new Admission(
                        true,
                        new HintMerge(numa, kubelet.preferClosest())
                                .merge(lists)
                                .mask());
            case RESTRICTED -> {
                Hint best = new HintMerge(numa, kubelet.preferClosest()).merge(lists);
                yield new Admission(best.preferred(), best.mask());
            }
            case SINGLE_NUMA_NODE -> single(numa, lists);
        };
    }

    /** {@code singleNumaNodePolicy}: only preferred hints of one node count, and a result of all nodes is no affinity. */
    private static Admission single(NumaNodes numa, List<List<Hint>> lists) {
        List<List<Hint>> narrow = lists.stream()
                .map(hints -> hints.stream()
                        .filter(hint -> hint.preferred() && hint.width() <= 1)
                        .toList())
                .toList();
        if (narrow.stream().anyMatch(List::isEmpty)) {
            return new Admission(false, Hint.ANY);
        }
        Hint best = new HintMerge(numa, false).merge(narrow);
        return new Admission(best.preferred(), best.mask() == numa.mask() ? Hint.ANY : best.mask());
    }
}
