package io.switchman.topology.kubelet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;

/** Merges the hints of all providers into the best one ({@code HintMerger.Merge}). */
final class HintMerge {
    /*
     * The kubelet walks the product of all lists. What a combination gives is the intersection of its masks, and whether
     * all of them are preferred and equal; so the masks that can arise are folded list by list, and the best of them
     * is the same. HintMerger.compare is a total order, whatever order the combinations come in: preferred first; among
     * preferred ones the fitter; among others first those as wide as bestNonPreferredAffinityCount, then narrower ones,
     * the widest first, then wider ones, the narrowest first.
     */
    private final long machine;
    private final Comparator<Long> fitter;

    HintMerge(NumaNodes numa, boolean preferClosest) {
        this.machine = numa.mask();
        Comparator<Long> narrower = Comparator.comparingInt(Long::bitCount);
        Comparator<Long> lower = Long::compareUnsigned;
        this.fitter = preferClosest
                ? narrower.thenComparingDouble(mask -> distance(numa, mask)).thenComparing(lower)
                : narrower.thenComparing(lower);
    }

    Hint merge(List<List<Hint>> lists) {
        List<Long> preferred = new ArrayList<>();
        for (long mask : agreed(lists)) {
            preferred.add(mask);
        }
        if (!preferred.isEmpty()) {
            preferred.sort(fitter);
            return new Hint(preferred.getFirst(), true);
        }
        int wanted = widthWanted(lists);
        Comparator<Long> nearer = Comparator.<Long>comparingInt(mask -> {
                    int width = Long.bitCount(mask);
                    return width <= wanted ? wanted - width : 64 + width;
                })
                .thenComparing(fitter);
        return new Hint(intersections(lists).stream().min(nearer).orElse(machine), false);
    }

    /** Masks that every provider prefers, or does not care about ({@code mergePermutation}). */
    private Set<Long> agreed(List<List<Hint>> lists) {
        Set<Long> masks = new HashSet<>();
        boolean anyCares = false;
        for (List<Hint> hints : lists) {
            if (hints.contains(Hint.DONT_CARE)) {
                continue; // as a list of its own: no provider gives both
            }
            Set<Long> own = new HashSet<>();
            hints.stream().filter(hint -> hint.preferred() && hint.cares()).forEach(hint -> own.add(hint.mask()));
            if (anyCares) {
                masks.retainAll(own);
            } else {
                masks.addAll(own);
            }
            anyCares = true;
        }
        return anyCares ? masks : Set.of(machine);
    }

    private Set<Long> intersections(List<List<Hint>> lists) {
        Set<Long> reached = Set.of(machine);
        for (List<Hint> hints : lists) {
            Set<Long> next = new HashSet<>();
            for (long mask : reached) {
                for (Hint hint : hints) {
                    next.add(hint.cares() ? mask & hint.mask() : mask);
                }
            }
            next.remove(0L);
            reached = next;
        }
        return reached;
    }

    /** The most that any provider's narrowest hint needs ({@code maxOfMinAffinityCounts}). */
    private static int widthWanted(List<List<Hint>> lists) {
        return lists.stream()
                .mapToInt(hints -> hints.stream()
                        .filter(Hint::cares)
                        .mapToInt(Hint::width)
                        .min()
                        .orElse(0))
                .max()
                .orElse(0);
    }

    /** The mean distance between the nodes of a mask, each to itself too ({@code CalculateAverageFor}). */
    private static double distance(NumaNodes numa, long mask) {
        double sum = 0;
        LongPredicate in = node -> Census.holds(mask, (int) node);
        for (int i = 0; i < numa.ids().size(); i++) {
            for (int j = 0; j < numa.ids().size(); j++) {
                if (in.test(numa.ids().get(i)) && in.test(numa.ids().get(j))) {
                    sum += numa.distances().get(i).get(j);
                }
            }
        }
        return sum / Math.pow(Long.bitCount(mask), 2);
    }
}
