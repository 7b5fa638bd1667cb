package io.switchman.extender.app;

import io.switchman.extender.prefer.Liking;
import io.switchman.extender.prefer.Points;
import io.switchman.topology.placement.NodeRank;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The choice for one pod among nodes that its request ranks alike. A rank is shared by all pods that ask the same; what is a
 * pod's own comes between what the rank says first and what it says last: rails of its job, damage, what it likes, balance.
 */
final class Finalists {
    private Finalists() {}

    /**
     * A node that may be chosen.
     *
     * @param rank see {@link NodeRank}
     * @param rails how it goes with the rails of the pod's job
     * @param liked what the pod makes of it
     */
    record Finalist(int slot, long rank, RailsAgreement rails, Liking.Raw liked) {}

    /** How many of some nodes, best first by rank, are as good as the first in all that comes before what is a pod's own. */
    static int tied(long[] ranks) {
        int tied = 0;
        while (tied < ranks.length && NodeRank.lead(ranks[tied]) == NodeRank.lead(ranks[0])) {
            tied++;
        }
        return tied;
    }

    /**
     * The slot of the best.
     *
     * @param tied 1 or more, by rank and name
     */
    static int best(List<Finalist> tied) {
        int[] points = Points.of(tied.stream().map(Finalist::liked).toList());
        int best = IntStream.range(0, tied.size())
                .boxed()
                .min(Comparator.comparing((Integer i) -> tied.get(i).rails())
                        .reversed()
                        .thenComparingInt(i -> NodeRank.damage(tied.get(i).rank()))
                        .thenComparingInt(i -> -points[i])
                        .thenComparingInt(i -> NodeRank.imbalance(tied.get(i).rank())))
                .orElseThrow();
        return tied.get(best).slot();
    }
}
