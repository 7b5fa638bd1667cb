package io.switchman.topology.kubelet;

import java.util.ArrayList;
import java.util.List;

/** Subsets of one size, each as likely as any other. */
final class Subsets {
    /** More are not walked: 8 of 16 are 12,870. */
    static final int MAX = 20_000;

    private Subsets() {}

    static double count(int of, int size) {
        double count = 1;
        for (int i = 1; i <= size; i++) {
            count = count * (of - size + i) / i;
        }
        return Math.rint(count);
    }

    static Spread<Long> of(long set, int size) {
        double count = count(Long.bitCount(set), size);
        if (count > MAX) {
            throw new TooManyOutcomes();
        }
        Spread<Long> subsets = new Spread<>();
        add(subsets, set, 0, size, 1 / count);
        return subsets;
    }

    private static void add(Spread<Long> subsets, long left, long chosen, int missing, double weight) {
        if (missing == 0) {
            subsets.add(chosen, weight);
            return;
        }
        for (long rest = left; Long.bitCount(rest) >= missing; rest &= rest - 1) {
            add(subsets, rest & (rest - 1), chosen | Long.lowestOneBit(rest), missing - 1, weight);
        }
    }

    /** How many of a drawn subset lie in each of several groups (multivariate hypergeometric). */
    static Spread<List<Integer>> counts(List<Integer> groups, int size) {
        int all = groups.stream().mapToInt(Integer::intValue).sum();
        Spread<List<Integer>> counts = new Spread<>();
        addCounts(counts, groups, new ArrayList<>(), all, size, 1 / count(all, size));
        return counts;
    }

    private static void addCounts(
            Spread<List<Integer>> counts,
            List<Integer> groups,
            List<Integer> drawn,
            int left,
            int size,
            double weight) {
        if (drawn.size() == groups.size()) {
            if (counts.size() > MAX) {
                throw new TooManyOutcomes();
            }
            counts.add(List.copyOf(drawn), weight);
            return;
        }
        int here = groups.get(drawn.size());
        int others = left - here;
        for (int take = Math.max(0, size - others); take <= Math.min(here, size); take++) {
            drawn.add(take);
            addCounts(counts, groups, drawn, others, size - take, weight * count(here, take));
            drawn.removeLast();
        }
    }
}
