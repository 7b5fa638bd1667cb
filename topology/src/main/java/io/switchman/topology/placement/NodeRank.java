package io.switchman.topology.placement;

import io.switchman.topology.model.Locality;

/**
 * How good a node is for a request, as one number, higher is better; the order in which nodes are offered.
 *
 * <p>First criterion first: fits without touching what other pods hold; policy met; the worst level of the plan; pairs at
 * the nearest level; least damage; ports used least. Whoever compares two nodes of equal rank takes the one whose name
 * comes first, so the order is total.
 */
public final class NodeRank {
    /** The rank of a node that must not be taken. */
    public static final long REFUSED = -1;

    /** The rank of a node that we know nothing of, where the policy lets such nodes pass. */
    public static final long UNKNOWN = 0;

    private static final int DAMAGE_BITS = 14;
    private static final int IMBALANCE_BITS = 12;
    private static final int PAIR_BITS = 5;
    private static final int LEVEL_BITS = 3;

    /** Bits in use; the rest is free for whoever packs a tie-break below. */
    public static final int BITS = 2 + LEVEL_BITS + PAIR_BITS + DAMAGE_BITS + IMBALANCE_BITS;

    private NodeRank() {}

    /**
     * The rank of a verdict.
     *
     * @param contested whether the verdict takes devices that other pods hold
     * @return 1 or more, or {@link #REFUSED}
     */
    public static long of(Verdict verdict, boolean contested) {
        return switch (verdict) {
            case Verdict.Refused _ -> REFUSED;
            case Verdict.Fits(Plan plan, boolean policyMet) -> of(plan, policyMet, contested);
        };
    }

    private static long of(Plan plan, boolean policyMet, boolean contested) {
        Locality level = plan.level();
        long rank = contested ? 0 : 1;
        rank = rank << 1 | (policyMet ? 1 : 0);
        rank = rank << LEVEL_BITS | (Locality.count() - (level == null ? 0 : level.ordinal()));
        rank = rank << PAIR_BITS | plan.pairsWithin(Locality.SAME_SWITCH);
        rank = rank << DAMAGE_BITS | ((1 << DAMAGE_BITS) - 1 - plan.damage());
        return rank << IMBALANCE_BITS | ((1 << IMBALANCE_BITS) - 1 - plan.imbalance());
    }
}
