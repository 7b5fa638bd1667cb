package io.switchman.topology.kubelet;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Many runs of a kubelet, counted. */
final class Draws {
    /** Counts of numbers, by open addressing: boxes would take most of the time. */
    private static final class Counts {
        private static final long NONE = -1;

        private long[] keys = new long[64];
        private int[] counts = new int[64];
        private int used;

        Counts() {
            Arrays.fill(keys, NONE);
        }

        void add(long key, int count) {
            int at = (int) (key * 0x9E3779B97F4A7C15L >>> 40) & (keys.length - 1);
            while (keys[at] != key && keys[at] != NONE) {
                at = (at + 1) & (keys.length - 1);
            }
            if (keys[at] == NONE) {
                keys[at] = key;
                used++;
            }
            counts[at] += count;
            if (2 * used > keys.length) {
                grow();
            }
        }

        private void grow() {
            long[] oldKeys = keys;
            int[] oldCounts = counts;
            keys = new long[2 * oldKeys.length];
            counts = new int[keys.length];
            used = 0;
            Arrays.fill(keys, NONE);
            for (int i = 0; i < oldKeys.length; i++) {
                if (oldKeys[i] != NONE) {
                    add(oldKeys[i], oldCounts[i]);
                }
            }
        }

        Map<Long, Integer> map() {
            Map<Long, Integer> map = new TreeMap<>();
            for (int i = 0; i < keys.length; i++) {
                if (keys[i] != NONE) {
                    map.put(keys[i], counts[i]);
                }
            }
            return map;
        }
    }

    private final int all;
    private int admitted;
    private int aligned;
    private final Counts pairs = new Counts();
    private final Counts gpuSets = new Counts();

    Draws(PodSampler sampler, int all) {
        this.all = all;
        for (int draw = 0; draw < all; draw++) {
            if (sampler.draw()) {
                admitted++;
                aligned += sampler.aligned() ? 1 : 0;
                pairs.add(sampler.pairs(), 1);
                gpuSets.add(sampler.gpuSets(), 1);
            }
        }
    }

    /** What the draws would make one call the pod's chance. */
    OutcomeClass kind() {
        if (admitted == 0) {
            return OutcomeClass.REJECTED;
        }
        if (aligned == 0) {
            return OutcomeClass.IMPOSSIBLE;
        }
        return aligned == all ? OutcomeClass.CERTAIN : OutcomeClass.CHANCE;
    }

    int admitted() {
        return admitted;
    }

    int aligned() {
        return aligned;
    }

    Map<Long, Integer> pairs() {
        return pairs.map();
    }

    Map<Long, Integer> gpuSets() {
        return gpuSets.map();
    }
}
