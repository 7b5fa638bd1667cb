package io.switchman.topology.placement;

import java.util.Arrays;

/** Collects the best score of each state, and turns what it has collected into a part. Empty again after that. */
final class Table {
    static final int KEPT = 0;
    static final int BROKEN = 1;

    private final States states;
    private final long[] scores;
    private final int[] ways;
    private int lowest;
    private int highest;
    private int count;

    Table(States states) {
        this.states = states;
        this.scores = new long[states.size()];
        this.ways = new int[states.size()];
        Arrays.fill(scores, Score.IMPOSSIBLE);
        clear();
    }

    /** Keeps a way to a state if none as good is known: of equal ones the first offered stays. */
    void offer(int state, long score, int way) {
        if (score <= scores[state]) {
            return;
        }
        if (scores[state] == Score.IMPOSSIBLE) {
            count++;
            lowest = Math.min(lowest, state);
            highest = Math.max(highest, state);
        }
        scores[state] = score;
        ways[state] = way;
    }

    /** Joins two parts: for each joint state the best split. */
    Part join(Part first, Part second) {
        if (first == Part.NOTHING) {
            return second;
        }
        if (second == Part.NOTHING) {
            return first;
        }
        for (int i = first.size() - 1; i >= 0; i--) {
            int state = first.state(i);
            for (int j = 0; j < second.size(); j++) {
                int other = second.state(j);
                if (states.fit(state, other)) {
                    offer(state + other, first.score(i) + second.score(j), other);
                }
            }
        }
        return toPart(new Part.Origin.Both(first, second));
    }

    /** For each state the better of two ways to serve it from the same devices. */
    Part either(Part kept, Part broken) {
        for (int i = 0; i < kept.size(); i++) {
            offer(kept.state(i), kept.score(i), KEPT);
        }
        for (int i = 0; i < broken.size(); i++) {
            offer(broken.state(i), broken.score(i), BROKEN);
        }
        return toPart(new Part.Origin.Either(kept, broken));
    }

    Part toPart(Part.Origin origin) {
        int[] reached = new int[count];
        long[] best = new long[count];
        int[] how = new int[count];
        for (int state = lowest, i = 0; state <= highest; state++) {
            if (scores[state] != Score.IMPOSSIBLE) {
                reached[i] = state;
                best[i] = scores[state];
                how[i++] = ways[state];
                scores[state] = Score.IMPOSSIBLE;
            }
        }
        clear();
        return new Part(reached, best, how, origin);
    }

    private void clear() {
        lowest = scores.length;
        highest = -1;
        count = 0;
    }
}
