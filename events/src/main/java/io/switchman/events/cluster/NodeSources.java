package io.switchman.events.cluster;

import io.switchman.events.kube.facts.DeviceIds;
import io.switchman.events.kube.facts.MachineTypeFacts;
import io.switchman.events.kube.facts.NodeFacts;
import io.switchman.events.kube.facts.SriovDrain;
import io.switchman.events.kube.facts.SriovNodeFacts;
import io.switchman.events.kube.facts.SriovPort;
import io.switchman.events.kube.facts.SriovVf;
import io.switchman.events.kube.facts.TopologyFacts;
import io.switchman.events.kube.facts.TopologyStatus.Steering;
import io.switchman.topology.kubelet.KubeletSetup;
import io.switchman.topology.model.Machine;
import io.switchman.topology.model.PciAddress;
import io.switchman.topology.model.PortId;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that tells of one node, and which of it counts. This is the one place where sources are weighed against each other:
 *
 * <table>
 * <caption>whose word counts, the first that tells</caption>
 * <tr><th>fact</th><th>by</th><th>if they contradict</th></tr>
 * <tr><td>devices, their places, NUMA nodes, rails</td><td>agent; machine type</td>
 *     <td>the agent, and {@link Doubt#CONTRADICTION}; but a machine type may add switches where the agent sees none, because
 *     virtual machines hide them</td></tr>
 * <tr><td>kubelet's settings</td><td>agent</td><td></td></tr>
 * <tr><td>kubelet's release</td><td>agent; Node</td><td></td></tr>
 * <tr><td>VFs that exist on a port</td><td>agent or machine type; SR-IOV operator</td>
 *     <td>the fewer: one of them is late, and what is not there cannot be had</td></tr>
 * <tr><td>devices that are offered</td><td>Node's allocatable</td>
 *     <td>fewer than exist: some are missing, nobody knows which; none at all: the device plugin restarts</td></tr>
 * <tr><td>link of a port</td><td>agent; SR-IOV operator</td><td>the agent looks every second, the operator every half minute</td></tr>
 * <tr><td>whether VFs are made anew, or the node is drained</td><td>SR-IOV operator or Node</td><td>any of them freezes</td></tr>
 * <tr><td>what devices are called</td><td>agent; SR-IOV operator for VFs</td><td></td></tr>
 * </table>
 *
 * @param node the Node object
 * @param topology the agent's report, or null
 * @param type the machine type that describes it, or null
 * @param sriov the SR-IOV operator's view, or null
 */
record NodeSources(
        NodeFacts node,
        @Nullable TopologyFacts topology,
        @Nullable MachineTypeFacts type,
        @Nullable SriovNodeFacts sriov) {

    /** What they say together. */
    NodeOutlook outlook(boolean feedsSilent) {
        Set<Doubt> doubts = EnumSet.noneOf(Doubt.class);
        Machine seen = topology == null ? null : topology.machine();
        Machine declared = type == null ? null : type.machine();
        Machine machine = Description.of(seen, declared, doubts);
        if (feedsSilent) {
            doubts.add(Doubt.FEED_SILENT);
        }
        if (machine == null) {
            doubts.add(Doubt.NO_DESCRIPTION);
            return new NodeOutlook(null, KubeletSetup.UNKNOWN, 0, List.of(), Map.of(), DeviceIds.NONE, doubts);
        }
        if (isOfOtherBoot()) {
            doubts.add(Doubt.OTHER_BOOT);
        }
        PortOutlook ports = PortOutlook.of(machine, this, doubts);
        DeviceIds ids = ids();
        if (ids.gpus().isEmpty() && !machine.gpus().isEmpty()) {
            doubts.add(Doubt.NO_UUIDS);
        }
        return new NodeOutlook(machine, kubelet(), ports.usable(), ports.vfs(), ports.missing(), ids, doubts);
    }

    /** Whether nobody wants pods on the node because VFs are about to be made anew. */
    boolean isDrained() {
        return node.drain() != SriovDrain.IDLE
                || sriov != null && (sriov.desired() != SriovDrain.IDLE || sriov.current() != SriovDrain.IDLE);
    }

    private boolean isOfOtherBoot() {
        return topology != null
                && topology.machine() != null
                && topology.bootId() != null
                && node.bootId() != null
                && !topology.bootId().equals(node.bootId());
    }

    private KubeletSetup kubelet() {
        KubeletSetup told = topology == null ? KubeletSetup.UNKNOWN : topology.kubelet();
        KubeletSetup setup = told.release() != null || node.kubelet() == null
                ? told
                : told.with(node.kubelet().release());
        return topology != null && topology.status().steering() == Steering.ON ? setup.followingPlans() : setup;
    }

    private DeviceIds ids() {
        DeviceIds told = topology == null ? DeviceIds.NONE : topology.ids();
        if (sriov == null) {
            return told;
        }
        Map<PciAddress, PortId> vfs = new HashMap<>();
        for (SriovPort port : sriov.ports()) {
            for (SriovVf vf : port.vfs()) {
                vfs.put(vf.address(), new PortId(port.address()));
            }
        }
        vfs.putAll(told.vfs());
        return new DeviceIds(told.gpus(), vfs);
    }
}
