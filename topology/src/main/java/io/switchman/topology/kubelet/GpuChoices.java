package io.switchman.topology.kubelet;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The answers of NVIDIA's plugin for one machine, kept: on equal machines the same few questions come again and again. Any
 * thread may ask. Machines of up to eight GPUs have some thousand questions; others have millions.
 */
final class GpuChoices {
    /** Answers kept of each sort; when there are more, all are thought of anew as they are asked for. */
    static final int MOST = 16_384;

    private final GpuScores scores;
    private final Map<BestEffort.Question, List<Long>> byFirst = new ConcurrentHashMap<>();
    private final Map<BestEffort.Question, List<Long>> inAnyOrder = new ConcurrentHashMap<>();
    private final Map<BestEffort.Question, Map<Long, Double>> shares = new ConcurrentHashMap<>();

    GpuChoices(GpuScores scores) {
        this.scores = scores;
    }

    /**
     * The set preferred where a GPU comes first in a list that is a rotation of PCI order; 0 where the plugin crashes.
     *
     * @param first one of the offered GPUs, which are among the first eight
     */
    long byFirst(BestEffort.Question question, int first) {
        return kept(byFirst, question, this::rotations).get(first);
    }

    /** The sets preferred in some order or other; 0 among them where the plugin may crash. */
    List<Long> inAnyOrder(BestEffort.Question question) {
        return kept(inAnyOrder, question, asked -> {
            Set<Long> preferred = preferred(asked);
            // A padded set that scores as well as a full one may yet come after it in every order.
            boolean doubtful = preferred.contains(0L) && preferred.size() > 1;
            return List.copyOf(doubtful ? shares(asked).keySet() : preferred);
        });
    }

    /** How likely each set is preferred where every order is as likely as any other; 0 where the plugin crashes. */
    Map<Long, Double> shares(BestEffort.Question question) {
        return kept(
                shares,
                question,
                asked -> new BestEffort(scores)
                        .chooseInAnyOrder(asked.offered(), asked.required(), asked.size())
                        .weights());
    }

    /** How many answers are kept of the sort that is most. */
    int size() {
        return Math.max(byFirst.size(), Math.max(inAnyOrder.size(), shares.size()));
    }

    private static <A> A kept(
            Map<BestEffort.Question, A> answers, BestEffort.Question question, Function<BestEffort.Question, A> think) {
        A known = answers.get(question);
        if (known != null) {
            return known;
        }
        if (answers.size() >= MOST) {
            answers.clear();
        }
        return answers.computeIfAbsent(question, think);
    }

    private List<Long> rotations(BestEffort.Question question) {
        Long[] sets = new Long[Rotation.SLOTS];
        Arrays.fill(sets, 0L);
        BestEffort policy = new BestEffort(scores);
        for (long left = question.offered(); left != 0; left &= left - 1) {
            int first = Long.numberOfTrailingZeros(left);
            sets[first] =
                    policy.choose(Listing.rotated(question.offered(), first), question.required(), question.size());
        }
        return List.of(sets);
    }

    /**
     * Any of the best partitions comes first in the list that names its sets one after another, full ones in any order; so
     * each of its best sets that are full is preferred in some order.
     */
    private Set<Long> preferred(BestEffort.Question question) {
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
