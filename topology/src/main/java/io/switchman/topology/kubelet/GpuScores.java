package io.switchman.topology.kubelet;

import java.util.Arrays;

/** The pair scores of NVIDIA's plugin ({@code calculateGPUPairScore}): 100 for each NVLink and some for PCIe closeness. */
public final class GpuScores {
    /** How close two GPUs are on PCIe. */
    public enum Closeness {
        /** On one board. */
        SAME_BOARD(60),
        /** Under one switch (PIX). */
        SINGLE_SWITCH(50),
        /** Under several switches (PXB). */
        MULTI_SWITCH(40),
        /** Under one host bridge (PHB). */
        HOST_BRIDGE(30),
        /** At one CPU (NODE). */
        SAME_CPU(20),
        /** At different CPUs (SYS). */
        CROSS_CPU(10),
        /** The driver says nothing. */
        UNKNOWN(0);

        private final int score;

        Closeness(int score) {
            this.score = score;
        }
    }

    /** The scores of two GPUs, wherever they come from. */
    @FunctionalInterface
    public interface OfPair {
        /** The score of two different GPUs. */
        int score(int gpu, int other);
    }

    private final int[][] scores;
    private final GpuChoices choices = new GpuChoices(this);

    private GpuScores(int[][] scores) {
        this.scores = scores;
    }

    /** The scores of so many GPUs; the function is asked once for each pair. */
    public static GpuScores of(int gpus, OfPair pairs) {
        int[][] scores = new int[gpus][gpus];
        for (int i = 0; i < gpus; i++) {
            for (int j = 0; j < i; j++) {
                scores[i][j] = pairs.score(j, i);
                scores[j][i] = scores[i][j];
            }
        }
        return new GpuScores(scores);
    }

    /** The score of a pair with so many NVLinks between them. */
    public static int score(Closeness closeness, int nvLinks) {
        return closeness.score + 100 * nvLinks;
    }

    /** What NVIDIA's plugin answers with these scores. */
    GpuChoices choices() {
        return choices;
    }

    /** How many GPUs there are. */
    public int size() {
        return scores.length;
    }

    /** What a set of GPUs scores: the sum over its pairs ({@code calculateGPUSetScore}). */
    int ofSet(long gpus) {
        int sum = 0;
        for (long left = gpus; left != 0; left &= left - 1) {
            int gpu = Long.numberOfTrailingZeros(left);
            for (long others = left & (left - 1); others != 0; others &= others - 1) {
                sum += scores[gpu][Long.numberOfTrailingZeros(others)];
            }
        }
        return sum;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GpuScores that && Arrays.deepEquals(scores, that.scores);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(scores);
    }
}
