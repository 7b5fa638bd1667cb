package io.switchman.topology.placement;

import java.util.List;

/**
 * How far a part of the node has served a request: how many GPUs it gives, and how many VFs of each demand that has a
 * choice. A state is a number in mixed radix with the GPUs as its highest digit, so the states of two parts add up digit
 * by digit, and a greater state means more GPUs, then more VFs.
 */
final class States {
    private final int size;
    private final int[] steps;
    private final int[] gpus;
    private final int[] vfs;
    /** The digits of each state as fields with a guard bit above each. */
    private final long[] fields;

    private final long guards;
    private final long limit;

    /**
     * The states of a request.
     *
     * @param gpuCount GPUs asked for
     * @param open demands with a choice
     */
    States(int gpuCount, List<VfDemand> open) {
        int demands = open.size();
        this.steps = new int[demands];
        this.size = (int) count(gpuCount, open);
        this.gpus = new int[size];
        this.vfs = new int[size];
        this.fields = new long[size];
        long allGuards = 0;
        long most = 0;
        int shift = 0;
        int known = 1;
        for (int d = 0; d <= demands; d++) {
            boolean isGpus = d == demands;
            int digits = isGpus ? gpuCount : open.get(d).count();
            for (int digit = 1; digit <= digits; digit++) {
                for (int lower = 0, state = known * digit; lower < known; lower++, state++) {
                    fields[state] = fields[lower] | (long) digit << shift;
                    gpus[state] = isGpus ? digit : 0;
                    vfs[state] = vfs[lower] + (isGpus ? 0 : digit);
                }
            }
            if (!isGpus) {
                steps[d] = known;
            }
            most |= (long) digits << shift;
            shift += Integer.SIZE - Integer.numberOfLeadingZeros(digits) + 1;
            allGuards |= 1L << (shift - 1);
            known *= digits + 1;
        }
        this.guards = allGuards;
        this.limit = most | allGuards;
    }

    /** How many states a request has, however many that are. */
    static long count(int gpuCount, List<VfDemand> open) {
        long states = gpuCount + 1L;
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
        return gpus[state];
    }

    /** VFs of all demands with a choice. */
    int vfs(int state) {
        return vfs[state];
    }

    /** VFs of one demand. */
    int vfs(int state, int demand) {
        return state / steps[demand] % ((demand + 1 < steps.length ? steps[demand + 1] : gpuStep()) / steps[demand]);
    }

    /** The step from one state to the next with one VF more of a demand. */
    int step(int demand) {
        return steps[demand];
    }

    /** The step from one state to the next with one GPU more. */
    int gpuStep() {
        return size / (gpus[full()] + 1);
    }

    /** Whether two parts together give no more than was asked; their sum is then the number of the joint state. */
    boolean fit(int a, int b) {
        return (limit - fields[a] - fields[b] & guards) == guards;
    }
}
