package io.switchman.extender.demo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Pods as they might come in a training cluster. The same number, nodes and seed give the same pods. */
final class Workload {
    static final String POOL = "nvidia.com/sriov_rdma_vf";

    private static final String GPU = "nvidia.com/gpu";
    private static final String RAIL = "nvidia.com/sriov_rdma_vf_port";

    /** GPUs and VFs of each kind of pod, with how many of a hundred pods are of it. */
    private static final int[][] KINDS = {
        {1, 1, 26}, {2, 2, 24}, {4, 4, 18}, {8, 8, 10}, {2, 1, 6}, {4, 2, 5}, {1, 2, 5}, {3, 3, 3}, {2, 0, 3},
    };

    private static final int RAILS = 8;

    /** Pods at a time for each node, on average: enough that the cluster fills up and pods have to wait. */
    private static final double PODS_PER_NODE = 2.6;

    private Workload() {}

    static List<DemoPod> of(int pods, int nodes, long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        List<DemoPod> list = new ArrayList<>();
        for (int i = 0; i < pods; i++) {
            int[] kind = kind(random.nextInt(100));
            boolean perRail = random.nextInt(3) < 2;
            Map<String, Integer> vfs = new HashMap<>();
            if (perRail) {
                int first = random.nextInt(RAILS / roundedUp(kind[1])) * roundedUp(kind[1]);
                for (int rail = 0; rail < kind[1]; rail++) {
                    vfs.put(RAIL + (first + rail), 1);
                }
            } else if (kind[1] > 0) {
                vfs.put(POOL, kind[1]);
            }
            boolean required = kind[1] > 0 && random.nextInt(4) == 0;
            int lifetime = 1 + (int) (-Math.log(1 - random.nextDouble()) * nodes * PODS_PER_NODE);
            list.add(new DemoPod(i, shape(kind), GPU, kind[0], vfs, required, lifetime));
        }
        return list;
    }

    private static String shape(int[] kind) {
        if (kind[1] == 0) {
            return "GPUs only";
        }
        return kind[0] == kind[1] && kind[0] != 3 ? kind[0] + " + " + kind[1] : "uneven";
    }

    private static int[] kind(int percent) {
        int left = percent;
        for (int[] kind : KINDS) {
            left -= kind[2];
            if (left < 0) {
                return kind;
            }
        }
        throw new IllegalStateException("the kinds of pods do not add up to 100");
    }

    private static int roundedUp(int count) {
        return count <= 1 ? 1 : Integer.highestOneBit(count - 1) * 2;
    }
}
