package io.switchman.extender.app;

import io.switchman.topology.state.Claim;
import io.switchman.topology.state.PodId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * Sets of pods that may be evicted from one node, the least harmful first: fewest that a budget protects, then lowest
 * priority of the highest among them, then fewest, then lowest priorities together. That is how kube-scheduler compares
 * nodes, and a set with a pod in it that is not needed never comes before the one without.
 */
record VictimSets(List<List<Claim>> ordered, boolean isComplete) {
    private static final int MOST_PODS = 62;

    VictimSets {
        ordered = List.copyOf(ordered);
    }

    /** A set and its harm. */
    private record Harm(List<Claim> set, int violations, int highest, long sum) {
        private static final Comparator<Harm> LEAST_FIRST = Comparator.comparingInt(Harm::violations)
                .thenComparingInt(Harm::highest)
                .thenComparingInt(harm -> harm.set().size())
                .thenComparingLong(Harm::sum);
    }

    /**
     * Sets of some pods.
     *
     * @param always pods that are evicted in any case; they are in none of the sets, but count for budgets
     * @param highest the highest priority among them
     * @param most most sets, 1 or more; those of fewer pods are taken first
     */
    static VictimSets of(List<PodId> always, int highest, List<Claim> pods, Protection protection, int most) {
        List<Claim> lowestFirst = pods.stream()
                .sorted(Comparator.comparingInt(Claim::priority).thenComparing(Claim::podName))
                .toList();
        boolean complete = lowestFirst.size() < MOST_PODS && 1L << lowestFirst.size() <= most;
        List<Harm> harms = new ArrayList<>();
        List<PodId> everybody = new ArrayList<>(always);
        lowestFirst.forEach(claim -> everybody.add(claim.pod()));
        Protection about = protection.about(everybody);
        for (int size = 0; size <= lowestFirst.size() && harms.size() < most; size++) {
            add(lowestFirst, 0, size, new ArrayList<>(), most, harms, set -> {
                List<PodId> all = new ArrayList<>(always);
                set.forEach(claim -> all.add(claim.pod()));
                int top = set.stream().mapToInt(Claim::priority).reduce(highest, Math::max);
                long sum = set.stream().mapToLong(Claim::priority).sum();
                return new Harm(List.copyOf(set), about.violations(all), top, sum);
            });
        }
        harms.sort(Harm.LEAST_FIRST);
        return new VictimSets(harms.stream().map(Harm::set).toList(), complete);
    }

    private static void add(
            List<Claim> pods,
            int from,
            int missing,
            List<Claim> set,
            int most,
            List<Harm> into,
            Function<List<Claim>, Harm> harm) {
        if (into.size() >= most) {
            return;
        }
        if (missing == 0) {
            into.add(harm.apply(set));
            return;
        }
        for (int i = from; i <= pods.size() - missing; i++) {
            set.add(pods.get(i));
            add(pods, i + 1, missing - 1, set, most, into, harm);
            set.removeLast();
        }
    }
}
