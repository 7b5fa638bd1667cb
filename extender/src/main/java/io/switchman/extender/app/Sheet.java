package io.switchman.extender.app;

import io.switchman.topology.placement.Standing;

/**
 * What one call knows of the nodes, on its own snapshot. As long as the call does not wait this is the board kept at hand.
 * When it does, other calls go on, with newer states; were their news to come under this one's hands, it would wait for
 * what is never put because it is late. So it goes on with a copy, and the board gets what it finds, if it is not late.
 *
 * <p>Used on the writer's thread only.
 */
final class Sheet {
    private final Board kept;
    private final StateKeeper.Snapshot snapshot;
    private Board own;

    Sheet(Board kept, StateKeeper.Snapshot snapshot) {
        this.kept = kept;
        this.snapshot = snapshot;
        this.own = kept.isAheadOf(snapshot) ? kept.copy() : kept;
    }

    /** The call is about to wait. */
    @SuppressWarnings("ReferenceEquality") // whether there is a copy
    void detach() {
        if (own == kept) {
            own = kept.copy();
        }
    }

    Board board() {
        return own;
    }

    StateKeeper.Snapshot snapshot() {
        return snapshot;
    }

    int[] changed() {
        return own.changed(snapshot);
    }

    void put(int slot, Standing standing) {
        kept.put(snapshot, slot, standing);
        own.put(snapshot, slot, standing);
    }

    void forget(int slot) {
        kept.forget(snapshot, slot);
        own.forget(snapshot, slot);
    }
}
