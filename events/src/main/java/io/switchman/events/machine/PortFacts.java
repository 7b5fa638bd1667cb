package io.switchman.events.machine;

import io.switchman.topology.model.PortId;
import org.jspecify.annotations.Nullable;

/**
 * What a source tells of one port beyond its place.
 *
 * @param id the port
 * @param netdev its network interface, or null
 * @param rdma its RDMA device, or null
 * @param link whether it had a link when it was read
 * @param vfs the VFs of its function, or null where the source cannot tell or another port of the function holds them
 */
public record PortFacts(
        PortId id,
        @Nullable String netdev,
        @Nullable String rdma,
        Link link,
        @Nullable VfFacts vfs) {
    /** State of a link. */
    public enum Link {
        UP,
        DOWN,
        UNKNOWN
    }
}
