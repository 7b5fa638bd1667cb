package io.switchman.topology.kubelet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which GPUs NVIDIA's plugin prefers ({@code NewBestEffortPolicy} of go-gpuallocator): of the best partitions the first it
 * comes to, and of that one's sets the first that scores best. Which comes first is decided by the order of the list.
 */
final class BestEffort {
    /** More GPUs offered are not walked. */
    static final int MAX = 8;

    /** One call of the plugin. */
    record Question(long offered, long required, int size) {}

    private final GpuScores scores;
    private final Map<Question, List<List<Long>>> partitions = new HashMap<>();
    private final Map<Question, Spread<Long>> anyOrder = new HashMap<>();

    BestEffort(GpuScores scores) {
        this.scores = scores;
    }

    /** The set preferred, or 0 where the plugin would crash with a padded set (go-gpuallocator#80). */
    long choose(Listing offered, long required, int size) {
        int[] places = new int[64];
        for (int place = 0; place < offered.size(); place++) {
            places[offered.at(place)] = place;
        }
        return choose(partitions(new Question(offered.set(), required, size)), places, required, size);
    }

    /** The sets preferred where each order of the list is as likely as any other; 0 as above. */
    Spread<Long> chooseInAnyOrder(long offered, long required, int size) {
        Question question = new Question(offered, required, size);
        Spread<Long> known = anyOrder.get(question);
        if (known == null) {
            known = new Spread<>();
            new Reveal(this, scores, question, known).go(0, 0, partitions(question), 1);
            anyOrder.put(question, known);
        }
        return known;
    }

    private List<List<Long>> partitions(Question question) {
        return partitions.computeIfAbsent(
                question, asked -> Partitions.best(scores, asked.offered(), asked.required(), asked.size()));
    }

    /** The set preferred where the partitions are these and each GPU's place in the list is known. */
    long choose(List<List<Long>> candidates, int[] places, long required, int size) {
        List<Long> first = List.of();
        long least = Long.MAX_VALUE;
        for (List<Long> candidate : candidates) {
            List<Long> sets = sorted(candidate, places);
            long key = key(sets, places, size);
            if (key < least) {
                least = key;
                first = sets;
            }
        }
        return bestSet(first, required, size);
    }

    private long bestSet(List<Long> sets, long required, int size) {
        long best = 0;
        int bestScore = -1;
        for (long set : sets) {
            if ((required & ~set) == 0 && scores.ofSet(set) > bestScore) {
                bestScore = scores.ofSet(set);
                best = set;
            }
        }
        return Long.bitCount(best) == size ? best : 0;
    }

    private static List<Long> sorted(List<Long> sets, int[] places) {
        if (sets.size() == 1) {
            return sets;
        }
        List<Long> sorted = new ArrayList<>(sets);
        sorted.sort(Comparator.comparingInt(set -> firstPlace(set, places)));
        return sorted;
    }

    private static int firstPlace(long set, int[] places) {
        return Long.numberOfTrailingZeros(placesOf(set, places));
    }

    private static long placesOf(long set, int[] places) {
        long taken = 0;
        for (long left = set; left != 0; left &= left - 1) {
            taken |= 1L << places[Long.numberOfTrailingZeros(left)];
        }
        return taken;
    }

    /** When a partition is come to: the places of its GPUs, set by set, four bits each; padding comes last. */
    private static long key(List<Long> sets, int[] places, int size) {
        long key = 0;
        for (long set : sets) {
            for (long left = placesOf(set, places); left != 0; left &= left - 1) {
                key = key << 4 | Long.numberOfTrailingZeros(left);
            }
            for (int padding = Long.bitCount(set); padding < size; padding++) {
                key = key << 4 | 15;
            }
        }
        return key;
    }
}
