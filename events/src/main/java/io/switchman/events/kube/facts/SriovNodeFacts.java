package io.switchman.events.kube.facts;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a SriovNetworkNodeState object tells: the SR-IOV operator's view of one node. Its VFs are fresh only after a sync.
 *
 * @param node the node's name, which is the object's
 * @param generation grows when the operator wants other VFs
 * @param sync how far the operator's daemon is
 * @param lastError of the daemon, or null; at most 1024 characters are kept
 * @param desired what the operator asks of the node
 * @param current what the node has come to
 */
public record SriovNodeFacts(
        String node,
        long generation,
        Sync sync,
        @Nullable String lastError,
        SriovDrain desired,
        SriovDrain current,
        List<SriovPort> ports)
        implements Fact {
    /** {@code status.syncStatus}. */
    public enum Sync {
        /** Nothing was written yet. */
        NONE,
        IN_PROGRESS,
        SUCCEEDED,
        FAILED,
        /** A word that is not known here. */
        OTHER
    }

    public SriovNodeFacts {
        ports = List.copyOf(ports);
    }

    /** Whether VFs are as they are told, and stay: the last sync succeeded and nobody drains. */
    public boolean isSteady() {
        return sync == Sync.SUCCEEDED && desired == SriovDrain.IDLE && current == SriovDrain.IDLE;
    }
}
