package io.switchman.topology.kubelet;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What the kubelet does with a pod, over the orders its lists may come in.
 *
 * @param kind how sure alignment is
 * @param p how likely alignment is, rejections counted as misses; empty where it cannot be told
 * @param rejected how likely the pod is rejected
 * @param pairs how likely so many GPUs have a VF of their own on their switch, among admissions
 * @param gpuSets how likely the sidecars and containers get these GPUs, a bit mask for each, among admissions
 */
public record Chance(
        OutcomeClass kind,
        OptionalDouble p,
        double rejected,
        Map<Integer, Double> pairs,
        Map<List<Long>, Double> gpuSets) {

    /** An answer for what cannot be walked. */
    static final Chance UNKNOWN = new Chance(OutcomeClass.UNKNOWN, OptionalDouble.empty(), 0, Map.of(), Map.of());

    public Chance {
        pairs = Map.copyOf(pairs);
        gpuSets = Map.copyOf(gpuSets);
    }
}
