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

    private record Question(long offered, long required, int size) {}

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
            new Reveal(offered, required, size, known).go(0, 0, partitions(question), 1);
            anyOrder.put(question, known);
        }
        return known;
    }

    private List<List<Long>> partitions(Question question) {
        return partitions.computeIfAbsent(
                question, asked -> Partitions.best(scores, asked.offered(), asked.required(), asked.size()));
    }

    private long choose(List<List<Long>> candidates, int[] places, long required, int size) {
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

    /** Walks the orders of the list, one place after another, until the answer no longer depends on the rest. */
    private final class Reveal {
        private final long offered;
        private final long required;
        private final int size;
        private final Spread<Long> answers;
        private final int[] places = new int[64];
        private int first;

        Reveal(long offered, long required, int size, Spread<Long> answers) {
            this.offered = offered;
            this.required = required;
            this.size = size;
            this.answers = answers;
        }

        void go(long shown, int place, List<List<Long>> candidates, double weight) {
            if (shown == offered) {
                answers.add(choose(candidates, places, required, size), weight);
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
}
