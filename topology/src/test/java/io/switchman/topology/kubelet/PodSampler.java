package io.switchman.topology.kubelet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Runs of a kubelet, each with one pod: what {@link Outcome} tells the chances of, written a second time after the kubelet's
 * code and without the model's, so that the two can be held against each other.
 *
 * <p>In any order means that the plugins list their devices in one; the kubelet's maps are Go's either way. The static CPU
 * manager is not here.
 */
final class PodSampler {
    /** A container in its turn: what it asks of each pool, or -1. */
    private static final class Turn {
        final int[] limits;
        final boolean ends;

        Turn(int[] limits, boolean ends) {
            this.limits = limits;
            this.ends = ends;
        }
    }

    private final ListOrder order;
    private final SplittableRandom random;
    private final boolean together;
    private final List<SampledPool> pools;
    private final List<Turn> turns = new ArrayList<>();
    private final int[] podLimits;
    private final AffinitySampler affinities;
    private final int[] gpusAt;
    private final int[] vfsAt;
    private long gpuSets;
    private int pairs;
    private int asked;

    PodSampler(KubeletNode node, PodDemand pod, ListOrder order, long seed) {
        KubeletFacts kubelet = node.kubelet();
        if (kubelet.cpus() != null || kubelet.preferClosest()) {
            throw new IllegalArgumentException("not sampled: " + kubelet);
        }
        SampledNode sampled = new SampledNode(node);
        this.order = order;
        this.random = new SplittableRandom(seed);
        this.together = kubelet.scope() == TopologyScope.POD;
        this.pools = sampled.pools();
        pod.init().forEach(init -> turns.add(new Turn(sampled.limits(init.limits()), !init.sidecar())));
        pod.containers().forEach(each -> turns.add(new Turn(sampled.limits(each.limits()), false)));
        this.podLimits = sampled.limits(podLimits(pod));
        this.affinities = new AffinitySampler(node, pools, turns.size());
        this.gpusAt = new int[sampled.switches()];
        this.vfsAt = new int[sampled.switches()];
    }

    /** {@code resource.PodLimits}. */
    private static Map<String, Integer> podLimits(PodDemand pod) {
        Map<String, Integer> limits = new HashMap<>();
        Map<String, Integer> sidecars = new HashMap<>();
        Map<String, Integer> peaks = new HashMap<>();
        pod.containers().forEach(container -> add(limits, container));
        for (ContainerDemand init : pod.init()) {
            Map<String, Integer> peak = new HashMap<>(sidecars);
            add(peak, init);
            if (init.sidecar()) {
                add(limits, init);
                add(sidecars, init);
            }
            peak.forEach((name, count) -> peaks.merge(name, count, Math::max));
        }
        peaks.forEach((name, count) -> limits.merge(name, count, Math::max));
        return limits;
    }

    private static void add(Map<String, Integer> sum, ContainerDemand container) {
        container.limits().forEach((name, count) -> sum.merge(name, count, Integer::sum));
    }

    /** One run; whether the pod was admitted. */
    boolean draw() {
        gpuSets = 0;
        pairs = 0;
        asked = 0;
        Arrays.fill(gpusAt, 0);
        Arrays.fill(vfsAt, 0);
        for (int pool = 0; pool < podLimits.length; pool++) {
            if (podLimits[pool] >= 0) {
                pools.get(pool).start(order, random);
            }
        }
        long affinity = together ? affinities.of(0, podLimits, false) : SampledPool.NO_AFFINITY;
        for (int i = 0; i < turns.size(); i++) {
            Turn turn = turns.get(i);
            affinity = together ? affinity : affinities.of(i, turn.limits, true);
            if (affinity == MergeSampler.REJECTED || !allocate(turn, affinity)) {
                return false;
            }
        }
        for (int place = 0; place < gpusAt.length; place++) {
            pairs += Math.min(gpusAt[place], vfsAt[place]);
        }
        return true;
    }

    private boolean allocate(Turn turn, long affinity) {
        gpuSets = turn.ends ? gpuSets : gpuSets << pools.getFirst().numa.length;
        for (int index = 0; index < turn.limits.length; index++) {
            if (turn.limits[index] >= 0 && !allocate(turn, index, affinity)) {
                return false;
            }
        }
        return true;
    }

    private boolean allocate(Turn turn, int index, long affinity) {
        SampledPool pool = pools.get(index);
        GoSet taken = pool.take(turn.limits[index], affinity, random);
        if (taken == null) {
            return false;
        }
        if (!turn.ends) {
            count(taken, pool, index == 0);
        }
        pool.settle(taken, turn.ends, random);
        return true;
    }

    private void count(GoSet taken, SampledPool pool, boolean gpus) {
        int[] perPlace = gpus ? gpusAt : vfsAt;
        for (int device = 0; device < pool.numa.length; device++) {
            if (taken.has(device)) {
                gpuSets |= gpus ? 1L << device : 0;
                asked += gpus ? 1 : 0;
                if (pool.places[device] >= 0) {
                    perPlace[pool.places[device]]++;
                }
            }
        }
    }

    /** GPUs that have a VF of their own on their switch. */
    int pairs() {
        return pairs;
    }

    /** Whether all have one. */
    boolean aligned() {
        return pairs == asked;
    }

    /** The GPUs of sidecars and containers, a bit for each, those of the last one lowest. */
    long gpuSets() {
        return gpuSets;
    }

    /** Sets as the model lists them, in the bits of {@link #gpuSets}. */
    long packed(List<Long> sets) {
        long packed = 0;
        for (long set : sets) {
            packed = packed << pools.getFirst().numa.length | set;
        }
        return packed;
    }
}
