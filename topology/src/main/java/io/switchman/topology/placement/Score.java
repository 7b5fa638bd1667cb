package io.switchman.topology.placement;

import io.switchman.topology.model.Locality;

/**
 * The objective as one number, higher is better, so that scores of parts add up. From the most significant on: pairs
 * within each level, nearest first; ports in use; damage; imbalance. A lower field never outweighs a higher one, because
 * the bounds of {@link Request}, {@link io.switchman.topology.model.Machine} and {@link DamageWeights} keep each sum
 * within its bits.
 */
final class Score {
    /** What cannot be: below every real score. Never added to. */
    static final long IMPOSSIBLE = Long.MIN_VALUE;

    /** Most a single port may add to the imbalance; 63 ports then stay within the field. */
    static final int MAX_PORT_IMBALANCE = 63;

    private static final int IMBALANCE_BITS = 12;
    private static final int DAMAGE_BITS = 14;
    private static final int PORT_BITS = 6;
    private static final int PAIR_BITS = 5;
    private static final int PORT_SHIFT = IMBALANCE_BITS + DAMAGE_BITS;
    private static final int PAIR_SHIFT = PORT_SHIFT + PORT_BITS;
    private static final int LAST_COUNTED = Locality.count() - 2;

    private Score() {}

    /** What a pair adds that is within these levels. The worst level holds every pair, so it is not counted. */
    static long pair(int nearest, int farthest) {
        long sum = 0;
        for (int level = nearest; level <= Math.min(farthest, LAST_COUNTED); level++) {
            sum |= 1L << (PAIR_SHIFT + PAIR_BITS * (LAST_COUNTED - level));
        }
        return sum;
    }

    static long port() {
        return 1L << PORT_SHIFT;
    }

    static long damage(int points) {
        return -((long) points << IMBALANCE_BITS);
    }

    static long imbalance(int points) {
        return -points;
    }

    /** The points of damage in a score. */
    static int damageOf(long score) {
        return (int) (-score >>> IMBALANCE_BITS) & (1 << DAMAGE_BITS) - 1;
    }

    /** The points of imbalance in a score. */
    static int imbalanceOf(long score) {
        return (int) -score & (1 << IMBALANCE_BITS) - 1;
    }
}
