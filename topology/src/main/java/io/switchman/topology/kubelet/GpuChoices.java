package io.switchman.topology.kubelet;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The answers of NVIDIA's plugin for one machine, kept: on equal machines the same few questions come again and again. Any
 * thread may ask; there are at most as many entries as subsets of eight GPUs, for each number asked for.
 */
final class GpuChoices {
    /**
     * Answers to one question.
     *
     * @param byFirst the set preferred where a GPU comes first in a list that is a rotation of PCI order; 0 where the plugin crashes
     * @param inAnyOrder the sets preferred in some order or other; 0 among them where the plugin may crash
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    record Answers(long[] byFirst, List<Long> inAnyOrder) {}

    private final GpuScores scores;
    private final Map<BestEffort.Question, Answers> known = new ConcurrentHashMap<>();

    GpuChoices(GpuScores scores) {
        this.scores = scores;
    }

    Answers of(long offered, long required, int size) {
        return known.computeIfAbsent(new BestEffort.Question(offered, required, size), this::think);
    }

    private Answers think(BestEffort.Question question) {
        long[] byFirst = new long[Rotation.SLOTS];
        BestEffort policy = new BestEffort(scores);
        for (long left = question.offered(); left != 0; left &= left - 1) {
            int first = Long.numberOfTrailingZeros(left);
            byFirst[first] =
                    policy.choose(Listing.rotated(question.offered(), first), question.required(), question.size());
        }
        return new Answers(byFirst, List.copyOf(inAnyOrder(question)));
    }

    /**
     * Any of the best partitions comes first in the list that names its sets one after another, in any order of the sets;
     * so each of its best sets is preferred in some order.
     */
    private Set<Long> inAnyOrder(BestEffort.Question question) {
        Set<Long> preferred = new TreeSet<>();
        for (List<Long> sets : Partitions.best(scores, question.offered(), question.required(), question.size())) {
            int top = -1;
            for (long set : sets) {
                if ((question.required() & ~set) == 0) {
                    top = Math.max(top, scores.ofSet(set));
                }
            }
            for (long set : sets) {
                if ((question.required() & ~set) == 0 && scores.ofSet(set) == top) {
                    preferred.add(Long.bitCount(set) == question.size() ? set : 0);
                }
            }
        }
        return preferred;
    }
}
