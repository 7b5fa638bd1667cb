package io.switchman.extender.app;

import java.util.Arrays;

/** How many pods of a job are on each rail. */
final class RailCounts {
    private int[] byRail = new int[0];
    private int members;
    private long rails;

    /** Adds a pod, or takes it away. */
    void add(long ofPod, int one) {
        members += one;
        for (long left = ofPod; left != 0; left &= left - 1) {
            int rail = Long.numberOfTrailingZeros(left);
            if (rail >= byRail.length) {
                byRail = Arrays.copyOf(byRail, rail + 1);
            }
            byRail[rail] += one;
            rails = byRail[rail] > 0 ? rails | 1L << rail : rails & ~(1L << rail);
        }
    }

    /** Whether the job has no pod, be its rails known or not. */
    boolean isEmpty() {
        return members == 0;
    }

    /** The rails that some pod is on, as bits. */
    long rails() {
        return rails;
    }
}
