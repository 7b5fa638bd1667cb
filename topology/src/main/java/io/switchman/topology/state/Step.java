package io.switchman.topology.state;

import java.util.List;

/**
 * The outcome of applying events.
 *
 * @param state the state after them
 * @param effects what should be done or known, in order
 */
public record Step(ClusterState state, List<Effect> effects) {
    public Step {
        effects = List.copyOf(effects);
    }
}
