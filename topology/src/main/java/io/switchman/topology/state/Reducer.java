package io.switchman.topology.state;

import java.util.List;

/** The one place where a state changes: a pure function of the state, what happened, and the time. */
public final class Reducer {
    private final int maxHolds;

    /**
     * A reducer.
     *
     * @param maxHolds most holds at a time, 1 or more; further ones are refused, and their pods bind without
     */
    public Reducer(int maxHolds) {
        if (maxHolds < 1) {
            throw new IllegalArgumentException("maxHolds " + maxHolds + " is below 1");
        }
        this.maxHolds = maxHolds;
    }

    /**
     * Applies events in order.
     *
     * @param nowNanos the time, nanoseconds of the monotonic clock; holds whose deadline has come end first
     */
    public Step apply(ClusterState state, List<ClusterEvent> events, long nowNanos) {
        if (events.isEmpty() && !state.mayHaveDue(nowNanos)) {
            return new Step(state, List.of());
        }
        Draft draft = new Draft(state);
        draft.expireHolds(nowNanos);
        for (ClusterEvent event : events) {
            apply(draft, event);
        }
        return draft.step();
    }

    private void apply(Draft draft, ClusterEvent event) {
        switch (event) {
            case ClusterEvent.NodeSeen seen -> draft.see(seen.name(), seen.machine(), seen.kubelet());
            case ClusterEvent.NodeGone gone -> draft.forget(gone.name());
            case ClusterEvent.PortsChanged changed -> draft.setPorts(changed.node(), changed.usablePorts());
            case ClusterEvent.HoldAsked asked -> draft.hold(asked.node(), asked.hold(), maxHolds);
            case ClusterEvent.ClaimAsked asked -> draft.claim(asked.node(), asked.claim());
            case ClusterEvent.EvidenceSeen seen -> draft.settle(seen.pod(), seen.gpus(), seen.vfs());
            case ClusterEvent.PodReleased released -> draft.release(released.pod());
            case ClusterEvent.HoldReleased released -> draft.endHold(released.pod());
        }
    }
}
