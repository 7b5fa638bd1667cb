package io.switchman.topology.kubelet;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What we know of how a kubelet is set up. Whatever is not known may have any value.
 *
 * @param release before or from Kubernetes 1.36, or null
 * @param policy its {@code topologyManagerPolicy}, or null
 * @param scope its {@code topologyManagerScope}, or null
 * @param preferClosest its policy option {@code prefer-closest-numa-nodes}, or null
 * @param cpuManager its {@code cpuManagerPolicy}, or null
 * @param steered whether the node's agent has the GPU plugin answer with the planned GPUs
 */
public record KubeletSetup(
        @Nullable KubeletRelease release,
        @Nullable TopologyPolicy policy,
        @Nullable TopologyScope scope,
        @Nullable Boolean preferClosest,
        @Nullable CpuManager cpuManager,
        boolean steered) {
    /** Nothing is known. */
    public static final KubeletSetup UNKNOWN = new KubeletSetup(null, null, null, null, null, false);

    /** A kubelet of this release and policy; the rest is as a kubelet has it unless it is told otherwise. */
    public static KubeletSetup of(KubeletRelease release, TopologyPolicy policy) {
        return new KubeletSetup(release, policy, TopologyScope.CONTAINER, false, CpuManager.NONE, false);
    }

    public KubeletSetup with(TopologyPolicy other) {
        return new KubeletSetup(release, other, scope, preferClosest, cpuManager, steered);
    }

    public KubeletSetup with(TopologyScope other) {
        return new KubeletSetup(release, policy, other, preferClosest, cpuManager, steered);
    }

    /** The same kubelet, of this release. */
    public KubeletSetup with(KubeletRelease other) {
        return new KubeletSetup(other, policy, scope, preferClosest, cpuManager, steered);
    }

    /** The same kubelet on a node that follows plans. */
    public KubeletSetup followingPlans() {
        return new KubeletSetup(release, policy, scope, preferClosest, cpuManager, true);
    }

    /**
     * Everything that matters to a pod and that it may be, by what is known. Values that make no difference are not told
     * apart: without a policy nothing else counts; one container alone is a whole pod; two NUMA nodes have but one distance.
     *
     * @param numa the NUMA nodes of the machine
     * @return none where it may be more than can be listed: CPUs of their own on three NUMA nodes or more, or for several
     *     containers, because which CPUs are free is nowhere published; masks that may be chosen by distances which nobody
     *     told; and devices whose hints nobody knows
     */
    public List<KubeletFacts> possible(NumaNodes numa, PodDemand pod) {
        if (policy == TopologyPolicy.NONE) {
            return List.of(KubeletFacts.of(
                    release == null ? KubeletRelease.FROM_1_36 : release,
                    TopologyPolicy.NONE,
                    TopologyScope.CONTAINER));
        }
        if (pod.turns().stream().anyMatch(turn -> turn.container().others())) {
            return List.of();
        }
        if (closest(numa).contains(true) && numa.distances().isEmpty()) {
            return List.of();
        }
        List<@Nullable CpuFacts> cpus = cpus(numa, pod);
        boolean oneTurn = pod.turns().size() == 1;
        List<KubeletFacts> all = new ArrayList<>();
        for (KubeletRelease r : values(release, KubeletRelease.values())) {
            for (TopologyPolicy p : values(policy, TopologyPolicy.values())) {
                for (TopologyScope s :
                        oneTurn ? List.of(TopologyScope.CONTAINER) : values(scope, TopologyScope.values())) {
                    for (boolean closest : closest(numa)) {
                        cpus.forEach(facts -> all.add(new KubeletFacts(r, p, s, closest, facts)));
                    }
                }
            }
        }
        return all;
    }

    private static <T> List<T> values(@Nullable T known, T[] all) {
        return known == null ? List.of(all) : List.of(known);
    }

    /** Whether the option may be set; with two NUMA nodes or fewer it makes no difference. */
    private List<Boolean> closest(NumaNodes numa) {
        return numa.ids().size() < 3 ? List.of(false) : values(preferClosest, new Boolean[] {false, true});
    }

    /** What the CPUs may be like, as far as it makes a difference: null where no container gets CPUs of its own. */
    private List<@Nullable CpuFacts> cpus(NumaNodes numa, PodDemand pod) {
        List<Integer> asked = pod.turns().stream()
                .map(turn -> turn.container().cpus())
                .filter(count -> count > 0)
                .toList();
        List<@Nullable CpuFacts> all = new ArrayList<>();
        if (asked.isEmpty() || cpuManager != CpuManager.STATIC) {
            all.add(null);
        }
        if (asked.isEmpty() || cpuManager == CpuManager.NONE) {
            return all;
        }
        if (asked.size() > 1 || numa.ids().size() > 2) {
            return List.of();
        }
        all.addAll(numa.ids().size() == 1 ? oneNode(asked.getFirst()) : twoNodes(asked.getFirst()));
        return all;
    }

    private static List<CpuFacts> oneNode(int count) {
        return List.of(new CpuFacts(List.of(count), List.of(count)));
    }

    /** Enough CPUs on both NUMA nodes, on one, or only on both together; which may be all there ever were. */
    private static List<CpuFacts> twoNodes(int count) {
        int half = Math.ceilDiv(count, 2);
        Function<List<Integer>, CpuFacts> ofMany = free -> new CpuFacts(List.of(count, count), free);
        List<CpuFacts> all = new ArrayList<>(List.of(
                ofMany.apply(List.of(count, count)), ofMany.apply(List.of(count, 0)), ofMany.apply(List.of(0, count))));
        if (count > 1) {
            all.add(ofMany.apply(List.of(half, half)));
            all.add(new CpuFacts(List.of(half, half), List.of(half, half)));
        }
        return all;
    }
}
