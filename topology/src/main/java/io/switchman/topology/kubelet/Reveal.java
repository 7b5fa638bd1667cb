package io.switchman.topology.kubelet;

import java.util.List;

/** Walks the orders of the list, one place after another, until the answer no longer depends on the rest. */
final class Reveal {
    private final BestEffort policy;
    private final GpuScores scores;
    private final long offered;
    private final long required;
    private final int size;
    private final Spread<Long> answers;
    private final int[] places = new int[64];
    private int first;

    Reveal(BestEffort policy, GpuScores scores, BestEffort.Question question, Spread<Long> answers) {
        this.policy = policy;
        this.scores = scores;
        this.offered = question.offered();
        this.required = question.required();
        this.size = question.size();
        this.answers = answers;
    }

    void go(long shown, int place, List<List<Long>> candidates, double weight) {
        if (shown == offered) {
            answers.add(policy.choose(candidates, places, required, size), weight);
            return;
        }
        if (settled(shown, place, candidates, weight)) {
            return;
        }
        long hidden = offered & ~shown;
        double each = weight / Long.bitCount(hidden);
        for (long left = hidden; left != 0; left &= left - 1) {
            int gpu = Long.numberOfTrailingZeros(left);
            first = place == 0 ? gpu : first;
            places[gpu] = place;
            go(shown | 1L << gpu, place + 1, narrowed(candidates, gpu), each);
        }
    }

    private boolean settled(long shown, int place, List<List<Long>> candidates, double weight) {
        long answer = only(candidates.getFirst());
        if (answer >= 0 && candidates.stream().allMatch(sets -> only(sets) == answer)) {
            answers.add(answer, weight);
            return true;
        }
        if (place == 0) {
            return false;
        }
        long set = setOfFirst(candidates.getFirst());
        if (set != 0 && (set & ~shown) == 0 && candidates.stream().allMatch(sets -> leads(set, sets))) {
            answers.add(set, weight);
            return true;
        }
        return false;
    }

    /** The set all orders would take of a partition, or -1 if the order decides. */
    private long only(List<Long> sets) {
        long only = -1;
        int top = -1;
        for (long set : sets) {
            int score = scores.ofSet(set);
            if ((required & ~set) == 0 && score >= top) {
                only = score == top ? -1 : Long.bitCount(set) == size ? set : 0;
                top = score;
            }
        }
        return only;
    }

    private boolean leads(long set, List<Long> sets) {
        return setOfFirst(sets) == set
                && Long.bitCount(set) == size
                && (required & ~set) == 0
                && sets.stream().allMatch(other -> scores.ofSet(other) <= scores.ofSet(set));
    }

    private long setOfFirst(List<Long> sets) {
        for (long set : sets) {
            if ((set >>> first & 1) != 0) {
                return set;
            }
        }
        return 0;
    }

    /** Partitions whose first set has the GPU come before those whose first set has not. */
    private List<List<Long>> narrowed(List<List<Long>> candidates, int gpu) {
        List<List<Long>> with = candidates.stream()
                .filter(sets -> (setOfFirst(sets) >>> gpu & 1) != 0)
                .toList();
        return with.isEmpty() ? candidates : with;
    }
}
