package io.switchman.topology.kubelet;

import java.util.ArrayList;
import java.util.List;

/**
 * The partitions of the offered GPUs into sets of the asked size that score best ({@code iterateGPUPartitions},
 * {@code calculateGPUPartitionScore}). The last set of an uneven partition is padded. With size 1 a partition is one GPU.
 */
final class Partitions {
    private final GpuScores scores;
    private final long required;
    private final int size;
    private final List<List<Long>> best = new ArrayList<>();
    private int bestScore = -1;

    private Partitions(GpuScores scores, long required, int size) {
        this.scores = scores;
        this.required = required;
        this.size = size;
    }

    /** The best ones, sets as bit masks. A set of fewer GPUs than the size is padded. */
    static List<List<Long>> best(GpuScores scores, long offered, long required, int size) {
        Partitions partitions = new Partitions(scores, required, size);
        if (size == 1) {
            for (long left = offered; left != 0; left &= left - 1) {
                partitions.consider(List.of(Long.lowestOneBit(left)));
            }
        } else {
            int padding = (size - Long.bitCount(offered) % size) % size;
            partitions.split(offered, padding, new ArrayList<>());
        }
        return partitions.best;
    }

    private void split(long left, int padding, List<Long> sets) {
        if (Long.bitCount(left) + padding == size) {
            sets.add(left);
            consider(sets);
            sets.removeLast();
            return;
        }
        long first = Long.lowestOneBit(left);
        fill(left ^ first, first, size - 1, left, padding, sets);
        if (padding > 0) {
            fill(left ^ first, first, size - 1 - padding, left, 0, sets);
        }
    }

    /** Completes a set with the missing GPUs and goes on with what is left; {@code padding} is still to be used then. */
    private void fill(long candidates, long set, int missing, long left, int padding, List<Long> sets) {
        if (missing == 0) {
            sets.add(set);
            split(left & ~set, padding, sets);
            sets.removeLast();
            return;
        }
        for (long rest = candidates; Long.bitCount(rest) >= missing; rest &= rest - 1) {
            long next = Long.lowestOneBit(rest);
            fill(rest ^ next, set | next, missing - 1, left, padding, sets);
        }
    }

    private void consider(List<Long> sets) {
        // gpuPartitionContainsSetWithAll: all that is required lies in one set without padding.
        if (sets.stream().noneMatch(set -> (required & ~set) == 0 && Long.bitCount(set) == size)) {
            return;
        }
        int score = sets.stream().mapToInt(scores::ofSet).sum();
        if (score > bestScore) {
            bestScore = score;
            best.clear();
        }
        if (score == bestScore) {
            best.add(List.copyOf(sets));
        }
    }
}
