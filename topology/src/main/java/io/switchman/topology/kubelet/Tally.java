package io.switchman.topology.kubelet;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** Counts in how many of all ways every GPU of the pod got a VF of its own on its switch. */
final class Tally {
    private final Pools pools;

    Tally(Pools pools) {
        this.pools = pools;
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
            int paired = paired(world);
            int asked = world.gpuSets().stream().mapToInt(Long::bitCount).sum();
            weights[paired == asked ? 0 : 1] += weight;
            pairs.merge(paired, weight, Double::sum);
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

    private static OutcomeClass kind(boolean hits, boolean misses, boolean rejections) {
        if (!hits) {
            return misses ? OutcomeClass.IMPOSSIBLE : OutcomeClass.REJECTED;
        }
        return misses || rejections ? OutcomeClass.CHANCE : OutcomeClass.CERTAIN;
    }

    /** GPUs that have a VF of their own on their switch, VFs counted for each switch. */
    private int paired(World world) {
        int[] gpus = new int[pools.switches()];
        for (long set : world.gpuSets()) {
            for (long left = set; left != 0; left &= left - 1) {
                int place = pools.gpuPlace(Long.numberOfTrailingZeros(left));
                if (place >= 0) {
                    gpus[place]++;
                }
            }
        }
        int pairs = 0;
        for (int place = 0; place < gpus.length; place++) {
            pairs += Math.min(gpus[place], world.vfs().get(place));
        }
        return pairs;
    }
}
