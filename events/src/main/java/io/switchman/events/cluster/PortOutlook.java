package io.switchman.events.cluster;

import io.switchman.events.kube.facts.NodeFacts;
import io.switchman.events.kube.facts.SriovNodeFacts;
import io.switchman.events.kube.facts.SriovPort;
import io.switchman.events.machine.PortFacts.Link;
import io.switchman.topology.model.Gpu;
import io.switchman.topology.model.Machine;
import io.switchman.topology.model.Port;
import io.switchman.topology.model.ResourceName;
import io.switchman.topology.model.VfSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What may be had of a node's devices. Whatever is in doubt is frozen: no new pod gets it, and nothing is forgotten.
 *
 * @param usable ports that may serve new pods, as bits by index
 * @param vfs VFs that there are now, by the machine's sources
 * @param missing devices that are not offered and of which nobody says which they are, by name
 */
record PortOutlook(long usable, List<Integer> vfs, Map<ResourceName, Integer> missing) {

    static PortOutlook of(Machine machine, NodeSources sources, Set<Doubt> doubts) {
        boolean drained = sources.isDrained();
        if (drained) {
            doubts.add(Doubt.DRAINING);
        }
        List<Integer> vfs = vfs(machine, sources, doubts);
        long usable = 0;
        for (int port = 0; port < machine.ports().size(); port++) {
            boolean anyVf = machine.sourcesOn(port).stream().anyMatch(source -> vfs.get(source) > 0);
            boolean steady = isUsable(machine.ports().get(port), sources, doubts);
            if (!drained && anyVf && steady) {
                usable |= 1L << port;
            }
        }
        return new PortOutlook(usable, vfs, missing(machine, sources.node(), vfs, doubts));
    }

    private static boolean isUsable(Port port, NodeSources sources, Set<Doubt> doubts) {
        SriovNodeFacts sriov = sources.sriov();
        SriovPort function = function(port, sriov);
        if (sriov != null && function != null && !sriov.isSteady()) {
            switch (sriov.sync()) {
                case FAILED -> doubts.add(Doubt.SYNC_FAILED);
                case NONE, IN_PROGRESS, OTHER -> doubts.add(Doubt.SYNCING);
                case SUCCEEDED -> {}
            }
            return false;
        }
        Link link = sources.topology() == null
                ? Link.UNKNOWN
                : sources.topology().status().links().getOrDefault(port.id(), Link.UNKNOWN);
        return (link == Link.UNKNOWN && function != null ? function.link() : link) != Link.DOWN;
    }

    private static @Nullable SriovPort function(Port port, @Nullable SriovNodeFacts sriov) {
        return sriov == null
                ? null
                : sriov.ports().stream()
                        .filter(function -> function.address().equals(port.id().function()))
                        .findFirst()
                        .orElse(null);
    }

    /** VFs by source: those described, no more than the operator made, no more than are offered where that can be told. */
    private static List<Integer> vfs(Machine machine, NodeSources sources, Set<Doubt> doubts) {
        Map<ResourceName, Integer> offered = sources.node().allocatable();
        List<Integer> vfs = new ArrayList<>();
        for (VfSource source : machine.sources()) {
            SriovPort function = function(machine.ports().get(source.port()), sources.sriov());
            int there = function == null
                    ? source.pool().total()
                    : Math.min(source.pool().total(), function.numVfs());
            ResourceName name = source.pool().resource();
            int most = offered.getOrDefault(name, 0);
            if (most == 0 && there > 0) {
                doubts.add(Doubt.PLUGIN_AWAY);
                there = 0;
            } else if (machine.sourcesNamed(name).size() == 1) {
                there = Math.min(there, most);
            }
            vfs.add(there);
        }
        return vfs;
    }

    private static Map<ResourceName, Integer> missing(
            Machine machine, NodeFacts node, List<Integer> vfs, Set<Doubt> doubts) {
        Map<ResourceName, Integer> there = new HashMap<>();
        for (int source = 0; source < vfs.size(); source++) {
            there.merge(machine.sources().get(source).pool().resource(), vfs.get(source), Integer::sum);
        }
        for (ResourceName name :
                new LinkedHashSet<>(machine.gpus().stream().map(Gpu::resource).toList())) {
            there.put(name, Integer.bitCount(machine.gpusNamed(name)));
        }
        Map<ResourceName, Integer> missing = new HashMap<>();
        there.forEach((name, count) -> {
            int offered = node.allocatable().getOrDefault(name, 0);
            if (offered == 0 && count > 0) {
                doubts.add(Doubt.PLUGIN_AWAY);
            } else if (offered < count) {
                doubts.add(Doubt.DEVICES_MISSING);
                missing.put(name, count - offered);
            }
        });
        return missing;
    }
}
