package io.switchman.events.kube.facts;

import io.switchman.topology.model.ResourceName;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a Node object tells.
 *
 * @param unschedulable whether it is cordoned
 * @param bootId changes with every boot, so that what was known of devices in use ends; null where not told yet
 * @param kubelet its kubelet's version, or null
 * @param conditions by type; {@code Ready} and those that watch ports
 * @param allocatable devices of managed resources, 0 or more. A drop to 0 may be a device plugin that restarts
 * @param drain what the SR-IOV operator does to the node, by the node's own annotation
 */
public record NodeFacts(
        String name,
        String uid,
        Map<String, String> labels,
        List<Taint> taints,
        boolean unschedulable,
        @Nullable String bootId,
        @Nullable KubeletVersion kubelet,
        Map<String, ConditionStatus> conditions,
        Map<ResourceName, Integer> allocatable,
        SriovDrain drain)
        implements Fact {
    public NodeFacts {
        labels = Map.copyOf(labels);
        taints = List.copyOf(taints);
        conditions = Map.copyOf(conditions);
        allocatable = Map.copyOf(allocatable);
    }

    public boolean ready() {
        return conditions.get("Ready") == ConditionStatus.TRUE;
    }
}
