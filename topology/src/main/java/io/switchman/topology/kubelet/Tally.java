package io.switchman.topology.kubelet;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** Counts in how many of all ways the pod's devices are aligned. */
final class Tally {
    private final Pools pools;
    private final Goal goal;
    private final int vfs;

    /**
     * A tally.
     *
     * @param vfs VFs that the pod's sidecars and containers ask for together
     */
    Tally(Pools pools, Goal goal, int vfs) {
        this.pools = pools;
        this.goal = goal;
        this.vfs = vfs;
    }

    Chance of(Spread<World> worlds) {
        Map<Integer, Double> pairs = new TreeMap<>();
        Map<List<Long>, Double> gpuSets = new LinkedHashMap<>();
        double[] weights = new double[3]; // hits, misses, rejections
        worlds.forEach((world, weight) -> {
            if (!world.admitted()) {
                weights[2] += weight;
                return;
            }
            long gpus = 0;
            for (long set : world.gpuSets()) {
                gpus |= set;
            }
            int[] perClass = goal.perClass(gpus);
            int[] perPlace = world.vfs().stream().mapToInt(Integer::intValue).toArray();
            boolean met = goal.isMet(perClass, perPlace, Long.bitCount(gpus), vfs);
            weights[met ? 0 : 1] += weight;
            pairs.merge(goal.pairs(perClass, perPlace), weight, Double::sum);
            gpuSets.merge(world.gpuSets(), weight, Double::sum);
        });
        OutcomeClass kind = kind(weights[0] > 0, weights[1] > 0, weights[2] > 0);
        boolean guessed = pools.gpuChoosing.guessed();
        return new Chance(
                guessed && kind == OutcomeClass.CHANCE ? OutcomeClass.UNKNOWN : kind,
                guessed && kind == OutcomeClass.CHANCE
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(kind == OutcomeClass.CERTAIN ? 1 : weights[0]),
                kind == OutcomeClass.REJECTED ? 1 : weights[2], // sums of many weights are not quite 1
                pairs,
                gpuSets);
    }

    static OutcomeClass kind(boolean hits, boolean misses, boolean rejections) {
        if (!hits) {
            return misses ? OutcomeClass.IMPOSSIBLE : OutcomeClass.REJECTED;
        }
        return misses || rejections ? OutcomeClass.CHANCE : OutcomeClass.CERTAIN;
    }
}
