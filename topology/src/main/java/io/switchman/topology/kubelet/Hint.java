package io.switchman.topology.kubelet;

/**
 * A topology hint: NUMA nodes, a bit for each id, and whether they are preferred.
 *
 * @param mask the nodes, or {@link #ANY} where the provider does not care (a nil affinity)
 */
record Hint(long mask, boolean preferred) {
    /** No affinity. A mask of no nodes is never a hint. */
    static final long ANY = 0;

    /** What stands for a provider without a preference ({@code filterProvidersHints}). */
    static final Hint DONT_CARE = new Hint(ANY, true);

    /** What stands for a provider that cannot be satisfied ({@code filterProvidersHints}). */
    static final Hint IMPOSSIBLE = new Hint(ANY, false);

    boolean cares() {
        return mask != ANY;
    }

    int width() {
        return Long.bitCount(mask);
    }
}
