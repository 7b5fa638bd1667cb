package io.switchman.topology.placement;

import java.util.List;

/**
 * How far a part of the node has served a request: how many GPUs it gives, and how many VFs of each demand that has a
 * choice. A state is a number in mixed radix, so the states of two parts add up digit by digit.
 */
final class States {
    private final int gpuBase;
    private final int size;
    private final int[] vfs;
    private final long[] digits;
    private final long guards;
    private final long limit;

    /**
     * The states of a request.
     *
     * @param gpus GPUs asked for
     * @param open demands with a choice
     */
    States(int gpus, List<VfDemand> open) {
        int dimensions = open.size() + 1;
        int[] most = new int[dimensions];
        most[0] = gpus;
        for (int d = 1; d < dimensions; d++) {
            most[d] = open.get(d - 1).count();
        }
        this.gpuBase = gpus + 1;
        this.size = (int) count(gpus, open);
        this.vfs = new int[size];
        this.digits = new long[size];
        long guardBits = 0;
        long most64 = 0;
        int shift = 0;
        int radix = 1;
        for (int d = 0; d < dimensions; d++) {
            for (int state = 0; state < size; state++) {
                int digit = state / radix % (most[d] + 1);
                digits[state] |= (long) digit << shift;
                vfs[state] += d == 0 ? 0 : digit;
            }
            most64 |= (long) most[d] << shift;
            shift += Integer.SIZE - Integer.numberOfLeadingZeros(most[d]) + 1;
            guardBits |= 1L << shift - 1;
            radix *= most[d] + 1;
        }
        this.guards = guardBits;
        this.limit = most64 | guardBits;
    }

    /** How many states a request has, however many that are. */
    static long count(int gpus, List<VfDemand> open) {
        long states = gpus + 1L;
        for (VfDemand demand : open) {
            states = Math.min(states * (demand.count() + 1), Integer.MAX_VALUE);
        }
        return states;
    }

    int size() {
        return size;
    }

    /** The state in which everything asked for is given. */
    int full() {
        return size - 1;
    }

    int gpus(int state) {
        return state % gpuBase;
    }

    /** VFs of the demands with a choice. */
    int vfs(int state) {
        return vfs[state];
    }

    /** The step from one state to the next with one VF more of a demand. */
    int step(List<VfDemand> open, int demand) {
        int radix = gpuBase;
        for (int d = 0; d < demand; d++) {
            radix *= open.get(d).count() + 1;
        }
        return radix;
    }

    /** Whether two parts together give no more than was asked; their sum is then the number of the joint state. */
    boolean fit(int a, int b) {
        return (limit - digits[a] - digits[b] & guards) == guards;
    }
}
