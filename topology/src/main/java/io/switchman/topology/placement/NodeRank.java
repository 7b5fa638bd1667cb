package io.switchman.topology.placement;

import io.switchman.topology.kubelet.Forecast;
import io.switchman.topology.kubelet.OutcomeClass;
import io.switchman.topology.model.Locality;

/**
 * How good a node is for a request, as one number, higher is better; the order in which nodes are offered.
 *
 * <p>First criterion first: fits without touching what other pods hold and by fresh knowledge; policy met; how sure the
 * kubelet gives devices that are aligned as the pod asks: certain, then by chance in steps of 0.05; the worst level of the
 * plan; pairs at the nearest level; least damage; ports used least. Whoever compares two nodes of equal rank takes the one whose name
 * comes first, so the order is total.
 */
public final class NodeRank {
    private static final Refusal.Code[] CODES = Refusal.Code.values();
    private static final int DAMAGE_BITS = 14;
    private static final int IMBALANCE_BITS = 12;
    private static final int MOST_DAMAGE = (1 << DAMAGE_BITS) - 1;
    private static final int MOST_IMBALANCE = (1 << IMBALANCE_BITS) - 1;
    private static final int PAIR_BITS = 5;
    private static final int SURE_BITS = 5;

    /** Steps of a chance; certain is one more. */
    private static final int STEPS = 20;

    private static final int LEVEL_BITS = 3;

    /** Bits in use; the rest is free for whoever packs a tie-break below. */
    public static final int BITS = 2 + SURE_BITS + LEVEL_BITS + PAIR_BITS + DAMAGE_BITS + IMBALANCE_BITS;

    private NodeRank() {}

    /**
     * The rank of a verdict.
     *
     * @param behind whether the node comes after all that need no reserve: it takes what others hold, or is stale
     * @param localityCounts whether nearness is asked for at all; if not, levels and pairs do not rank
     * @return 0 or more, or a negative number that tells the reason, see {@link #codeOf}
     */
    public static long of(Verdict verdict, boolean behind, boolean localityCounts) {
        return switch (verdict) {
            case Verdict.Refused(Refusal refusal) -> ofRefusal(refusal.code());
            case Verdict.Fits fits -> of(fits, behind, localityCounts);
        };
    }

    /** The rank of a node that must not be taken. */
    public static long ofRefusal(Refusal.Code code) {
        return -1L - code.ordinal();
    }

    /**
     * Why a node must not be taken.
     *
     * @param rank a negative rank
     */
    public static Refusal.Code codeOf(long rank) {
        return CODES[(int) (-1 - rank)];
    }

    /**
     * What comes before damage: nodes of equal lead are as open, as sure and as near. Higher is better.
     *
     * @param rank of a node that fits
     */
    public static long lead(long rank) {
        return rank >> DAMAGE_BITS + IMBALANCE_BITS;
    }

    /**
     * The damage of the plan, see {@link Plan}.
     *
     * @param rank of a node that fits
     */
    public static int damage(long rank) {
        return MOST_DAMAGE - (int) (rank >> IMBALANCE_BITS & MOST_DAMAGE);
    }

    /**
     * The imbalance of the plan, see {@link Plan}.
     *
     * @param rank of a node that fits
     */
    public static int imbalance(long rank) {
        return MOST_IMBALANCE - (int) (rank & MOST_IMBALANCE);
    }

    private static long of(Verdict.Fits fits, boolean behind, boolean localityCounts) {
        Plan plan = fits.plan();
        Locality level = localityCounts ? plan.level() : null;
        int pairs = localityCounts ? plan.pairsWithin(Locality.SAME_SWITCH) : 0;
        long rank = behind ? 0 : 1;
        rank = rank << 1 | (fits.policyMet() ? 1 : 0);
        rank = rank << SURE_BITS | (localityCounts ? sure(fits) : 0);
        rank = rank << LEVEL_BITS | (Locality.count() - (level == null ? 0 : level.ordinal()));
        rank = rank << PAIR_BITS | pairs;
        rank = rank << DAMAGE_BITS | (MOST_DAMAGE - plan.damage());
        return rank << IMBALANCE_BITS | (MOST_IMBALANCE - plan.imbalance());
    }

    /** A plan that is not aligned as asked is sure not to become so, whatever was looked at. */
    private static int sure(Verdict.Fits fits) {
        Forecast forecast = fits.forecast();
        if (forecast == null) {
            return fits.policyMet() ? STEPS + 1 : 0;
        }
        return forecast.kind() == OutcomeClass.CERTAIN ? STEPS + 1 : (int) ((forecast.p() + Forecast.ROUNDING) * STEPS);
    }
}
