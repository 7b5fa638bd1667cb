package io.switchman.events.cluster;

import io.switchman.events.kube.facts.DeviceIds;
import io.switchman.topology.kubelet.KubeletSetup;
import io.switchman.topology.model.Machine;
import io.switchman.topology.model.ResourceName;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What all sources together say of one node.
 *
 * @param machine what it is made of, or null where nobody tells
 * @param kubelet how its kubelet is set up
 * @param usablePorts ports that may serve new pods, as bits by index
 * @param vfs VFs that there are now, by the machine's sources, 0 or more
 * @param missing devices that are not offered and of which nobody says which they are, 1 or more, by name
 * @param ids what its devices are called
 * @param doubts what is wrong with it
 */
public record NodeOutlook(
        @Nullable Machine machine,
        KubeletSetup kubelet,
        long usablePorts,
        List<Integer> vfs,
        Map<ResourceName, Integer> missing,
        DeviceIds ids,
        Set<Doubt> doubts) {
    private static final Set<Doubt> OF_AGE = EnumSet.of(Doubt.OTHER_BOOT, Doubt.FEED_SILENT);

    public NodeOutlook {
        vfs = List.copyOf(vfs);
        missing = Map.copyOf(missing);
        doubts = Set.copyOf(doubts);
    }

    /** Whether what is known may be old. */
    public boolean isStale() {
        return doubts.stream().anyMatch(OF_AGE::contains);
    }
}
