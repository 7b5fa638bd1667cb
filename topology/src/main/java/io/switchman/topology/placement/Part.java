package io.switchman.topology.placement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The best ways in which a part of a node can serve a request: a score for each state, and how to get there.
 *
 * <p>Ties have a total order. Parts are joined in PCI order; of equal scores the one wins that takes more GPUs, then more
 * VFs, from the earlier part; and among interchangeable GPUs the first.
 */
@SuppressWarnings("ArrayRecordComponent") // internal to one search, never compared
sealed interface Part {
    /** Score by state; {@link Score#IMPOSSIBLE} where the part cannot give that much, or must not. */
    long[] scores();

    /** Adds the devices that lead to a state. */
    void take(int state, Choice choice);

    /** Devices picked so far. */
    record Choice(List<Integer> gpus, int[] vfs) {
        static Choice empty(int sources) {
            return new Choice(new ArrayList<>(), new int[sources]);
        }
    }

    /** A part that gives nothing. */
    static Part nothing(States states) {
        return new Gpus(states, new int[0]);
    }

    /** GPUs of one class, which are all the same to the request. */
    record Gpus(long[] scores, int[] free) implements Part {
        Gpus(States states, int[] free) {
            this(new long[states.size()], free);
            Arrays.fill(scores, Score.IMPOSSIBLE);
            for (int n = 0; n <= Math.min(free.length, states.gpus(states.full())); n++) {
                scores[n] = 0;
            }
        }

        @Override
        public void take(int state, Choice choice) {
            for (int i = 0; i < state; i++) {
                choice.gpus().add(free[i]);
            }
        }
    }

    /**
     * One port.
     *
     * @param scores score by state
     * @param given for each possible state the VFs taken from each of the port's sources
     * @param sources the port's sources
     */
    record Port(long[] scores, int[][] given, int[] sources) implements Part {
        @Override
        public void take(int state, Choice choice) {
            for (int i = 0; i < sources.length; i++) {
                choice.vfs()[sources[i]] += given[state][i];
            }
        }
    }

    /**
     * Two parts.
     *
     * @param scores score by joint state
     * @param first the earlier part in PCI order
     * @param second the later one
     * @param ofSecond the state of the later part in the best way to each joint state
     */
    record Joined(long[] scores, Part first, Part second, int[] ofSecond) implements Part {
        @Override
        public void take(int state, Choice choice) {
            first.take(state - ofSecond[state], choice);
            second.take(ofSecond[state], choice);
        }
    }

    /** Joins two parts: for each joint state the best split. */
    static Part join(States states, Part first, Part second) {
        int size = states.size();
        long[] a = first.scores();
        long[] b = second.scores();
        int[] possible = possible(b);
        long[] scores = new long[size];
        Arrays.fill(scores, Score.IMPOSSIBLE);
        int[] ofSecond = new int[size];
        for (int i = size - 1; i >= 0; i--) {
            if (a[i] == Score.IMPOSSIBLE) {
                continue;
            }
            for (int j : possible) {
                if (states.fit(i, j)) {
                    long score = a[i] + b[j];
                    int joint = i + j;
                    if (score > scores[joint]
                            || score == scores[joint] && isEarlier(states, i, joint - ofSecond[joint])) {
                        scores[joint] = score;
                        ofSecond[joint] = j;
                    }
                }
            }
        }
        return new Joined(scores, first, second, ofSecond);
    }

    private static boolean isEarlier(States states, int candidate, int incumbent) {
        int gpus = Integer.compare(states.gpus(candidate), states.gpus(incumbent));
        return gpus > 0 || gpus == 0 && candidate > incumbent;
    }

    private static int[] possible(long[] scores) {
        int[] found = new int[scores.length];
        int n = 0;
        for (int i = 0; i < scores.length; i++) {
            if (scores[i] != Score.IMPOSSIBLE) {
                found[n++] = i;
            }
        }
        return Arrays.copyOf(found, n);
    }
}
