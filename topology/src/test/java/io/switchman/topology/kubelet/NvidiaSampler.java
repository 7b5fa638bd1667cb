package io.switchman.topology.kubelet;

/**
 * {@code bestEffortPolicy.Allocate} of go-gpuallocator on one list: walks the partitions in their order and keeps the first
 * that scores most. Positions stand for the entries of the list; those behind its end are the padding.
 */
final class NvidiaSampler {
    private final int[] scores;
    private int[] list = {};
    private int real;
    private int size;
    private int padding;
    private long required;
    private int depth;
    private final int[] positions = new int[Long.SIZE];
    private final int[] gpus = new int[Long.SIZE];
    private final int[] bestPositions = new int[Long.SIZE];
    private final int[] bestGpus = new int[Long.SIZE];
    private int bestDepth;
    private int bestScore;

    /** A sampler for so few GPUs that every set's score can be kept. */
    NvidiaSampler(GpuScores pairs) {
        if (pairs.size() > 12) {
            throw new IllegalArgumentException(pairs.size() + " GPUs");
        }
        scores = new int[1 << pairs.size()];
        for (int set = 1; set < scores.length; set++) {
            int first = Integer.numberOfTrailingZeros(set);
            int others = set & (set - 1);
            scores[set] = scores[others];
            for (int left = others; left != 0; left &= left - 1) {
                scores[set] += pairs.ofSet(1L << first | Integer.lowestOneBit(left));
            }
        }
    }

    /** The set preferred in its order, or an empty one where the padding is preferred and the plugin crashes. */
    GoSet choose(int[] offered, int offeredCount, long mustInclude, int count) {
        list = offered;
        real = offeredCount;
        size = count;
        required = mustInclude;
        padding = count == 1 ? 0 : (count - offeredCount % count) % count;
        depth = 0;
        bestDepth = 0;
        bestScore = -1;
        if (count == 1) {
            for (int position = 0; position < real; position++) {
                last(1 << position, 1 << list[position]);
                depth = 0;
            }
        } else {
            split((1 << real + padding) - 1);
        }
        return best();
    }

    /** {@code iterate}: the first entry left, with every choice of others. */
    private void split(int left) {
        if (Integer.bitCount(left) == size) {
            last(left, gpusAt(left));
            depth--;
            return;
        }
        int first = Integer.lowestOneBit(left);
        fill(left, left ^ first, first, gpusAt(first), size - 1);
    }

    /** {@code iterateGPUSets}, from the front of the list; only sets with all of the padding or none count. */
    private void fill(int left, int candidates, int set, int setGpus, int missing) {
        if (missing == 0) {
            int padded = Integer.bitCount(set >>> real);
            if (padded == 0 || padded == padding) {
                push(set, setGpus);
                split(left & ~set);
                depth--;
            }
            return;
        }
        for (int rest = candidates; Integer.bitCount(rest) >= missing; rest &= rest - 1) {
            int next = Integer.lowestOneBit(rest);
            fill(left, rest ^ next, set | next, setGpus | gpusAt(next), missing - 1);
        }
    }

    private int gpusAt(int set) {
        int here = 0;
        for (int rest = set & (1 << real) - 1; rest != 0; rest &= rest - 1) {
            here |= 1 << list[Integer.numberOfTrailingZeros(rest)];
        }
        return here;
    }

    private void push(int set, int setGpus) {
        positions[depth] = set;
        gpus[depth++] = setGpus;
    }

    /** The callback: a whole partition. */
    private void last(int set, int setGpus) {
        push(set, setGpus);
        boolean holds = false;
        int score = 0;
        for (int i = 0; i < depth; i++) {
            holds |= (required & ~gpus[i]) == 0 && positions[i] >>> real == 0;
            score += scores[gpus[i]];
        }
        if (holds && score > bestScore) {
            bestScore = score;
            bestDepth = depth;
            System.arraycopy(positions, 0, bestPositions, 0, depth);
            System.arraycopy(gpus, 0, bestGpus, 0, depth);
        }
    }

    private GoSet best() {
        int chosen = -1;
        for (int i = 0; i < bestDepth; i++) {
            boolean better = chosen < 0 || scores[bestGpus[i]] > scores[bestGpus[chosen]];
            if ((required & ~bestGpus[i]) == 0 && better) {
                chosen = i;
            }
        }
        GoSet answer = new GoSet(Integer.numberOfTrailingZeros(scores.length));
        if (chosen < 0 || bestPositions[chosen] >>> real != 0) {
            return answer;
        }
        for (int left = bestPositions[chosen]; left != 0; left &= left - 1) {
            answer.insert(list[Integer.numberOfTrailingZeros(left)]);
        }
        return answer;
    }
}
