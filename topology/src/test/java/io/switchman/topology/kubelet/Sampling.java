package io.switchman.topology.kubelet;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Whether counts may have come from probabilities, at 99.99 %. */
final class Sampling {
    /** Rates from one to another. */
    record Interval(double from, double to) {}

    /** The normal quantile for an interval with two ends. */
    private static final double TWO_SIDED = 3.8906;

    /** The normal quantile for one end. */
    private static final double ONE_SIDED = 3.7190;

    /** Cells that expect less are counted as one, and not at all if that one expects less too. */
    private static final double LEAST = 5;

    private Sampling() {}

    /** Rates that may have given so many hits: the Wilson interval. */
    static Interval interval(int hits, int all) {
        double z = TWO_SIDED * TWO_SIDED / all;
        double rate = (double) hits / all;
        double middle = (rate + z / 2) / (1 + z);
        double half = Math.sqrt(rate * (1 - rate) * z + z * z / 4) / (1 + z);
        return new Interval(hits == 0 ? 0 : middle - half, hits == all ? 1 : middle + half);
    }

    /** How far counts are from what is expected, by chi-square: above 1 they do not agree. */
    static double distance(Map<Long, Integer> counts, Map<Long, Double> expected) {
        Set<Long> keys = new TreeSet<>(expected.keySet());
        keys.addAll(counts.keySet());
        double sum = 0;
        double smallExpected = 0;
        int smallCounted = 0;
        int cells = 0;
        for (long key : keys) {
            double expects = expected.getOrDefault(key, 0.0);
            int counted = counts.getOrDefault(key, 0);
            if (expects < LEAST) {
                smallExpected += expects;
                smallCounted += counted;
            } else {
                sum += square(counted - expects) / expects;
                cells++;
            }
        }
        if (smallExpected >= LEAST) {
            sum += square(smallCounted - smallExpected) / smallExpected;
            cells++;
        }
        return cells < 2 ? 0 : sum / quantile(cells - 1);
    }

    /** By Wilson and Hilferty. */
    private static double quantile(int freedom) {
        double variance = 2.0 / (9 * freedom);
        return freedom * Math.pow(1 - variance + ONE_SIDED * Math.sqrt(variance), 3);
    }

    private static double square(double x) {
        return x * x;
    }
}
