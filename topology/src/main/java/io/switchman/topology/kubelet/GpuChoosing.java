package io.switchman.topology.kubelet;

import io.switchman.topology.model.GpuPlugin;

/** A GPU plugin's preference: NVIDIA's while it can be walked, else any set at all. */
final class GpuChoosing implements Choosing {
    private final GpuPool pool;
    private final BestEffort policy;
    private boolean guessed;
    private int callsLeft = Integer.MAX_VALUE;

    GpuChoosing(GpuPool pool) {
        this.pool = pool;
        this.policy = new BestEffort(pool.scores());
    }

    /** Answers so many calls and no more. */
    void bound(int calls) {
        callsLeft = calls;
    }

    /** Whether an answer was only one of those that are possible, so that no chance can be told. */
    boolean guessed() {
        return guessed;
    }

    @Override
    public Spread<Listing> preferred(Listing offered, long required, int size) {
        if (callsLeft-- == 0) {
            throw new TooManyOutcomes();
        }
        if (offered.size() == size) {
            return Spread.of(offered);
        }
        if (pool.answersBySteering(offered.set(), required, size)) {
            return Spread.of(answer(pool.steered(), offered));
        }
        if (pool.plugin() != GpuPlugin.NVIDIA || offered.size() > BestEffort.MAX) {
            guessed = true;
            return Subsets.of(offered.set() & ~required, size - Long.bitCount(required))
                    .map(set -> Listing.unordered(set | required));
        }
        if (offered.ordered()) {
            return Spread.of(answer(policy.choose(offered, required, size), offered));
        }
        return policy.chooseInAnyOrder(offered.set(), required, size).map(set -> answer(set, offered));
    }

    private static Listing answer(long set, Listing offered) {
        return offered.within(set);
    }
}
