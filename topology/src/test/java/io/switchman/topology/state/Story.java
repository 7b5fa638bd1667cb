package io.switchman.topology.state;

import io.switchman.topology.model.Machine;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** A state and what happens to it, one call after another; after each the state is checked. */
final class Story {
    private final Reducer reducer = new Reducer(20);
    private final Machine machine;
    private ClusterState state = ClusterState.EMPTY;

    /** Nodes of one machine. */
    Story(Machine machine, String... nodes) {
        this.machine = machine;
        for (String node : nodes) {
            happens(0, new ClusterEvent.NodeSeen(node, machine));
        }
    }

    List<Effect> happens(long nowNanos, ClusterEvent... events) {
        Step step = reducer.apply(state, List.of(events), nowNanos);
        state = step.state();
        StateCheck.check(state);
        return step.effects();
    }

    ClusterState state() {
        return state;
    }

    NodeView view(String node) {
        return Objects.requireNonNull(state.view(node));
    }

    Node node(String name) {
        return StateCheck.node(state, state.directory().slotOf(name));
    }

    Claim claim(String node, String pod) {
        return Objects.requireNonNull(node(node).claimOf(new PodId(pod)));
    }

    /** Devices that are known; VFs of the first ports, none of the others. */
    Claim exact(String pod, int gpus, int... vfs) {
        return guess(pod, gpus, new Claim.Extent.Exact(), vfs);
    }

    /** Devices that the node told. */
    Claim told(String pod, int gpus, int... vfs) {
        return guess(pod, gpus, new Claim.Extent.Exact(true), vfs);
    }

    Claim guess(String pod, int gpus, Claim.Extent extent, int... vfs) {
        return new Claim(new PodId(pod), "ns/" + pod, 0, gpus, vfs(vfs), extent);
    }

    int[] vfs(int... first) {
        return Arrays.copyOf(first, machine.sources().size());
    }
}
