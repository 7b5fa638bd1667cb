package io.switchman.events.plan;

import io.switchman.topology.model.PortId;
import io.switchman.topology.model.ResourceName;
import io.switchman.topology.model.VfPool;
import java.util.Comparator;

/**
 * VFs of one pool of one port. Which of them is not said: it makes no difference to where they are.
 *
 * @param resource the name they are asked for by
 * @param port the port
 * @param count 1 or more
 */
public record PlannedVfs(ResourceName resource, PortId port, int count) {
    static final Comparator<PlannedVfs> ORDER =
            Comparator.comparing(PlannedVfs::resource).thenComparing(PlannedVfs::port);

    public PlannedVfs {
        if (count < 1 || count > VfPool.MAX_VFS) {
            throw new IllegalArgumentException(count + " VFs of " + port + ": allowed are 1 to " + VfPool.MAX_VFS);
        }
    }
}
