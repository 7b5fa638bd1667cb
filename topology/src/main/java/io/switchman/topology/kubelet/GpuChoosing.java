package io.switchman.topology.kubelet;

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
        return switch (pool.answer(new BestEffort.Question(offered.set(), required, size))) {
            case GpuPool.Answer.Only(long set) -> Spread.of(offered.within(set));
            case GpuPool.Answer.Any(Spread<Long> sets) -> {
                guessed = true;
                yield sets.map(Listing::unordered);
            }
            case GpuPool.Answer.Walked _ ->
                offered.ordered()
                        ? Spread.of(offered.within(policy.choose(offered, required, size)))
                        : policy.chooseInAnyOrder(offered.set(), required, size).map(offered::within);
        };
    }
}
