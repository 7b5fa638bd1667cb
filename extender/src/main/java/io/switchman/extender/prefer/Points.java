package io.switchman.extender.prefer;

import java.util.List;

/**
 * What kube-scheduler would give nodes for what a pod likes: each of its two scores goes from 0 to 100 over the nodes in
 * question and counts with the default weight of its plugin.
 */
public final class Points {
    private static final int MOST = 100;
    private static final int AFFINITY = 2;
    private static final int TAINTS = 3;

    private Points() {}

    /** The points of nodes that are compared with one another, in the same order; more are better. */
    public static int[] of(List<Liking.Raw> nodes) {
        int weight = 0;
        int taints = 0;
        for (Liking.Raw node : nodes) {
            weight = Math.max(weight, node.weight());
            taints = Math.max(taints, node.taints());
        }
        int[] points = new int[nodes.size()];
        for (int i = 0; i < points.length; i++) {
            Liking.Raw node = nodes.get(i);
            points[i] = AFFINITY * share(node.weight(), weight) + TAINTS * (MOST - share(node.taints(), taints));
        }
        return points;
    }

    /** A share of the largest in whole points, rounded down as kube-scheduler does. */
    private static int share(int value, int largest) {
        return largest == 0 ? 0 : MOST * value / largest;
    }
}
