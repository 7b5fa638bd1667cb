package io.switchman.events.kube.facts;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a pod has come.
 *
 * @param node where it is bound, or null
 * @param nominatedNode where preemption makes room for it, or null
 * @param scheduler who places it
 * @param terminating whether it is to be deleted; until it is gone it still holds its devices
 * @param gates scheduling gates that hold it back
 * @param created when it was made, to whole seconds; null where not told
 * @param failure why it failed, or null
 */
public record PodLife(
        @Nullable String node,
        @Nullable String nominatedNode,
        String scheduler,
        PodPhase phase,
        boolean terminating,
        List<String> gates,
        @Nullable Instant created,
        @Nullable PodFailure failure) {
    public PodLife {
        gates = List.copyOf(gates);
    }

    /** Whether devices of a node may be in the pod's hands: it is bound and has not ended. */
    public boolean mayHoldDevices() {
        return node != null && !phase.isOver();
    }
}
