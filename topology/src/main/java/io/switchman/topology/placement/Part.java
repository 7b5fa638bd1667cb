package io.switchman.topology.placement;

/**
 * The best ways in which a part of a node can serve a request: the states it can reach, the score of each, and how to get
 * there. States ascend.
 *
 * <p>Ties have a total order. Parts are joined in PCI order; of equal scores the one wins that takes more GPUs, then more
 * VFs, from the earlier part; a whole NUMA node is kept whole; and among interchangeable GPUs the first.
 */
final class Part {
    /** Where a part's devices come from. */
    sealed interface Origin {
        /** Nowhere: the part gives nothing. */
        record Nothing() implements Origin {}

        /** Free GPUs of one group, which are all the same to the request, as bits. */
        record Gpus(int free) implements Origin {}

        /** The open sources of one port. */
        record Port(int port) implements Origin {}

        /** Two parts, the earlier first; the way to a state is the second's share of it. */
        record Both(Part first, Part second) implements Origin {}

        /** Two readings of one part; the way to a state is {@link Table#KEPT} or {@link Table#BROKEN}. */
        record Either(Part kept, Part broken) implements Origin {}
    }

    /** The part that has nothing to give; joining it changes nothing. */
    static final Part NOTHING = nothing();

    private final int[] states;
    private final long[] scores;
    private final int[] ways;
    private final Origin origin;
    private int size;

    /**
     * A part.
     *
     * @param states states it can reach, ascending
     * @param scores the best score of each
     * @param ways how each is reached, in the origin's terms
     */
    Part(int[] states, long[] scores, int[] ways, Origin origin) {
        this.states = states;
        this.scores = scores;
        this.ways = ways;
        this.origin = origin;
        this.size = states.length;
    }

    /** A part of its own that has nothing to give. */
    static Part nothing() {
        return new Part(new int[1], new long[1], new int[1], new Origin.Nothing());
    }

    /** How many states it can reach. */
    int size() {
        return size;
    }

    int state(int index) {
        return states[index];
    }

    long score(int index) {
        return scores[index];
    }

    Origin origin() {
        return origin;
    }

    /** How a state is reached that can be. */
    int wayTo(int state) {
        int index = 0;
        while (states[index] != state) {
            index++;
        }
        return ways[index];
    }

    /** Moves an entry down to a place no higher than its own, with a new score. */
    void move(int from, int to, long score) {
        states[to] = states[from];
        ways[to] = ways[from];
        scores[to] = score;
    }

    /** Drops all entries from an index on. */
    void cut(int newSize) {
        size = newSize;
    }
}
