package io.switchman.topology.placement;

/** The devices a search has chosen. */
final class Choice {
    private final Offer offer;
    private final States states;
    private final int[] vfs;
    private final long score;
    private int gpus;

    /**
     * Follows a part's way to a state.
     *
     * @param score what the whole choice is worth
     */
    Choice(Offer offer, States states, Part part, int state, long score) {
        this.offer = offer;
        this.states = states;
        this.vfs = offer.forced.clone();
        this.score = score;
        take(part, state);
    }

    /** GPUs as bits by index. */
    int gpus() {
        return gpus;
    }

    /** VFs taken from a source. */
    int vfs(int source) {
        return vfs[source];
    }

    long score() {
        return score;
    }

    private void take(Part part, int state) {
        switch (part.origin()) {
            case Part.Origin.Nothing() -> {}
            case Part.Origin.Gpus(int free) -> takeGpus(free, states.gpus(state));
            case Part.Origin.Port(int port) -> takeVfs(port, state);
            case Part.Origin.Either(Part kept, Part broken) ->
                take(part.wayTo(state) == Table.KEPT ? kept : broken, state);
            case Part.Origin.Both(Part first, Part second) -> {
                int ofSecond = part.wayTo(state);
                take(first, state - ofSecond);
                take(second, ofSecond);
            }
        }
    }

    private void takeGpus(int free, int count) {
        int left = free;
        for (int n = 0; n < count; n++) {
            gpus |= Integer.lowestOneBit(left);
            left &= left - 1;
        }
    }

    private void takeVfs(int port, int state) {
        int left = state;
        for (int source : offer.shape.machine().sourcesOn(port)) {
            int demand = offer.openOf[source];
            if (demand >= 0) {
                int taken = Math.min(offer.shape.offeredVfs(source), states.vfs(left, demand));
                vfs[source] += taken;
                left -= taken * states.step(demand);
            }
        }
    }
}
