package io.switchman.events.cluster;

import io.switchman.events.kube.facts.PodFacts;
import io.switchman.topology.model.Machine;
import io.switchman.topology.state.Claim;

/** Tells which plan of a bound pod may be believed. */
@FunctionalInterface
public interface TrustedPlans {
    /** Nobody's. */
    TrustedPlans NONE = (pod, machine) -> new Trust.Foreign();

    /** What a pod's own annotation says. */
    sealed interface Trust {
        /** It is ours, and the machine has these devices. */
        record Ours(Claim claim) implements Trust {}

        /** There is none. */
        record Foreign() implements Trust {}

        /** There is one that must not be believed. */
        record Distrusted(String reason) implements Trust {}
    }

    /**
     * The plan of a pod that is bound to a node with this machine.
     */
    Trust of(PodFacts pod, Machine machine);
}
