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
     * @param nowNanos the time, nanoseconds of the monotonic clock; holds whose deadline has come end first, and nodes that went
     *     silent are stale since then
     */
    public Step apply(ClusterState state, List<ClusterEvent> events, long nowNanos) {
        if (events.isEmpty() && !state.mayHaveDue(nowNanos)) {
            return new Step(state, List.of());
        }
        Draft draft = new Draft(state);
        HoldChanges holds = new HoldChanges(draft);
        ClaimChanges claims = new ClaimChanges(draft, holds);
        NodeChanges nodes = new NodeChanges(draft, claims);
        if (state.mayHaveDue(nowNanos)) {
            holds.expire(nowNanos);
        }
        for (ClusterEvent event : events) {
            switch (event) {
                case ClusterEvent.NodeSeen seen -> nodes.see(seen.name(), seen.machine(), seen.kubelet());
                case ClusterEvent.NodeGone gone -> nodes.forget(gone.name());
                case ClusterEvent.NodeUnknown unknown -> nodes.unknown(unknown.name());
                case ClusterEvent.NodeSilent silent -> nodes.silent(silent.name(), nowNanos);
                case ClusterEvent.NodeRebooted rebooted -> claims.unsettle(rebooted.name());
                case ClusterEvent.PortsChanged changed ->
                    nodes.setPorts(changed.node(), changed.usablePorts(), changed.vfs());
                case ClusterEvent.HoldAsked asked -> holds.hold(asked.node(), asked.hold(), maxHolds);
                case ClusterEvent.ClaimAsked asked -> claims.claim(asked.node(), asked.claim());
                case ClusterEvent.PodBound bound -> claims.bound(bound);
                case ClusterEvent.EvidenceSeen seen -> claims.settle(seen);
                case ClusterEvent.PodReleased released -> claims.release(released.pod());
                case ClusterEvent.HoldReleased released -> holds.end(released.pod());
                case ClusterEvent.GangReleased released -> holds.endAll(released.gang());
            }
        }
        return draft.step();
    }
}
