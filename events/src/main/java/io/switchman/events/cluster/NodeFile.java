package io.switchman.events.cluster;

import io.switchman.events.kube.facts.MachineTypeFacts;
import io.switchman.events.kube.facts.NodeFacts;
import io.switchman.events.kube.facts.SriovNodeFacts;
import io.switchman.events.kube.facts.TopologyFacts;
import io.switchman.topology.model.Machine;
import io.switchman.topology.model.ResourceName;
import io.switchman.topology.state.Asked;
import io.switchman.topology.state.ClusterEvent;
import io.switchman.topology.state.PodId;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All that is known of one node, and what the state was told of it. */
final class NodeFile {
    private final String name;
    private final Set<PodId> pods = new LinkedHashSet<>();
    private @Nullable NodeFacts node;
    private @Nullable TopologyFacts topology;
    private @Nullable SriovNodeFacts sriov;

    /** What was told; null where the state does not have the node. */
    private @Nullable NodeOutlook told;

    private @Nullable String bootId;

    NodeFile(String name) {
        this.name = name;
    }

    /** Pods that are bound to it and have not ended. */
    Set<PodId> pods() {
        return pods;
    }

    @Nullable
    NodeFacts node() {
        return node;
    }

    /** What the state was told of it, or null. */
    @Nullable
    NodeOutlook told() {
        return told;
    }

    /** The state may not have taken what it was told: it must be told all again. */
    void forget() {
        told = node == null ? told : null;
    }

    void set(@Nullable NodeFacts facts) {
        node = facts;
    }

    /** Takes a report, unless it is older than the one that is there. */
    void set(@Nullable TopologyFacts facts) {
        boolean late = facts != null
                && topology != null
                && facts.bootId() != null
                && facts.bootId().equals(topology.bootId())
                && facts.sequence() < topology.sequence();
        topology = late ? topology : facts;
    }

    void set(@Nullable SriovNodeFacts facts) {
        sriov = facts;
    }

    /** Whether nothing is known of it any more. */
    boolean isEmpty() {
        return node == null && topology == null && sriov == null && pods.isEmpty() && told == null;
    }

    /**
     * Tells what changed since it was told last.
     *
     * @param types all machine types
     * @param silent whether a watch that matters has been silent for too long
     * @param into gets the events
     * @return whether the state has lost what it knew of the node's pods, or never knew it
     */
    boolean tell(Collection<MachineTypeFacts> types, boolean silent, List<ClusterEvent> into) {
        NodeOutlook before = told;
        if (node == null) {
            if (before != null) {
                into.add(new ClusterEvent.NodeGone(name));
            }
            told = null;
            bootId = null;
            return false;
        }
        NodeOutlook now = new NodeSources(node, topology, typeOf(node, types), sriov).outlook(silent);
        told = now;
        if (now.machine() == null) {
            if (before == null || before.machine() != null) {
                into.add(new ClusterEvent.NodeUnknown(name));
            }
            return false;
        }
        boolean fresh = before == null || before.machine() != now.machine();
        tellNode(fresh ? null : before, now, into);
        if (node.bootId() != null) {
            if (bootId != null && !bootId.equals(node.bootId())) {
                into.add(new ClusterEvent.NodeRebooted(name));
            }
            bootId = node.bootId();
        }
        tellMissing(now.machine(), fresh || before == null ? Map.of() : before.missing(), now.missing(), into);
        return fresh;
    }

    private void tellNode(@Nullable NodeOutlook before, NodeOutlook now, List<ClusterEvent> into) {
        if (now.machine() == null) {
            return;
        }
        boolean seen = before == null || !before.kubelet().equals(now.kubelet()) || before.isStale() && !now.isStale();
        if (seen) {
            into.add(new ClusterEvent.NodeSeen(name, now.machine(), now.kubelet()));
        }
        if (now.isStale() && (seen || before == null || !before.isStale())) {
            into.add(new ClusterEvent.NodeSilent(name));
        }
        if (before == null
                || before.usablePorts() != now.usablePorts()
                || !before.vfs().equals(now.vfs())) {
            into.add(new ClusterEvent.PortsChanged(name, now.usablePorts(), vfs(now)));
        }
    }

    /** Devices that are not offered are as if a pod had them of which nobody knows which they are. */
    private void tellMissing(
            Machine machine,
            Map<ResourceName, Integer> before,
            Map<ResourceName, Integer> now,
            List<ClusterEvent> into) {
        Map<ResourceName, Integer> left = new HashMap<>(before);
        now.forEach((resource, count) -> {
            Integer was = left.remove(resource);
            if (was != null && !was.equals(count)) {
                into.add(new ClusterEvent.PodReleased(missing(resource)));
            }
            if (!count.equals(was)) {
                into.add(new ClusterEvent.PodBound(
                        name,
                        missing(resource),
                        "(not offered) " + resource,
                        Integer.MAX_VALUE,
                        asked(machine, resource, count),
                        null));
            }
        });
        left.keySet().forEach(resource -> into.add(new ClusterEvent.PodReleased(missing(resource))));
    }

    private static Asked asked(Machine machine, ResourceName resource, int count) {
        Map<ResourceName, Integer> counts = Map.of(resource, count);
        return machine.gpusNamed(resource) != 0 ? new Asked(counts, Map.of()) : new Asked(Map.of(), counts);
    }

    private PodId missing(ResourceName resource) {
        return new PodId("missing/" + name + "/" + resource);
    }

    private static int[] vfs(NodeOutlook outlook) {
        return outlook.vfs().stream().mapToInt(Integer::intValue).toArray();
    }

    /** Of several types that describe a node the one of the highest priority counts, then the one whose name comes first. */
    private static @Nullable MachineTypeFacts typeOf(NodeFacts node, Collection<MachineTypeFacts> types) {
        return types.stream()
                .filter(type -> type.machine() != null && type.describes(node.labels()))
                .min(Comparator.comparingInt(MachineTypeFacts::priority)
                        .reversed()
                        .thenComparing(MachineTypeFacts::name))
                .orElse(null);
    }
}
