package io.switchman.topology.state;

import io.switchman.topology.kubelet.KubeletSetup;
import io.switchman.topology.model.Machine;
import org.jspecify.annotations.Nullable;

/** Something that happened, as a fact. What is said of a node that is not there, or not known, changes nothing. */
public sealed interface ClusterEvent {
    /**
     * A node is there, and this is what it is made of; from then on it is known and fresh. Claims of pods on it stay if the
     * machine is the same object, and so does what was said of its ports; on another machine their indices mean nothing, so
     * they are released, and whoever knows the pods and the ports must tell again.
     */
    record NodeSeen(String name, Machine machine, KubeletSetup kubelet) implements ClusterEvent {
        /** A node of whose kubelet nothing is known. */
        public NodeSeen(String name, Machine machine) {
            this(name, machine, KubeletSetup.UNKNOWN);
        }
    }

    /** The cluster has no such node any more. */
    record NodeGone(String name) implements ClusterEvent {}

    /**
     * The cluster has the node, and nobody tells what it is made of, or not any more. Claims and holds on it end; whoever
     * knows the pods tells them again once the node is seen.
     */
    record NodeUnknown(String name) implements ClusterEvent {}

    /** Who tells about the node has gone silent: what was known of it is stale from now until it is seen again. */
    record NodeSilent(String name) implements ClusterEvent {}

    /** A node started anew, and its pods got devices anew: which ones, evidence must tell again. */
    record NodeRebooted(String name) implements ClusterEvent {}

    /**
     * Some ports of a node went down or came back, or have more or fewer VFs.
     *
     * @param usablePorts ports that may serve new pods, as bits by index
     * @param vfs VFs that exist for each of the machine's sources; null where all that the machine is described with do. Entries
     *     beyond the machine's sources or its VFs mean nothing, and a source without entry has all
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    record PortsChanged(String node, long usablePorts, int @Nullable [] vfs) implements ClusterEvent {
        /** All VFs exist. */
        public PortsChanged(String node, long usablePorts) {
            this(node, usablePorts, null);
        }
    }

    /** A pod will probably come to a node. */
    record HoldAsked(String node, Hold hold) implements ClusterEvent {}

    /** A pod shall be bound to a node, with these devices or not at all. */
    record ClaimAsked(String node, Claim claim) implements ClusterEvent {}

    /**
     * The cluster says that a pod is bound to a node, and the cluster is right: whatever others hold or were guessed to have
     * gives way, and if there are fewer devices than the pod asks for, the rest is counted as missing.
     *
     * @param asked the devices that the pod has at its peak
     * @param planned devices that we planned for it, whatever pod they name; null for a pod of which we have no plan
     */
    record PodBound(
            String node,
            PodId pod,
            String podName,
            int priority,
            Asked asked,
            @Nullable Claim planned) implements ClusterEvent {}

    /**
     * A node says which devices a bound pod really got. That counts more than any plan; only what it said of another pod stands
     * against it, and then it waits until that changes.
     *
     * @param gpus GPUs as bits by index into the machine's list
     * @param vfs VFs from each of the machine's sources
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    record EvidenceSeen(PodId pod, int gpus, int[] vfs) implements ClusterEvent {}

    /** A pod is gone, or will not come. */
    record PodReleased(PodId pod) implements ClusterEvent {}

    /** Only the hold of a pod ends; a claim stays. */
    record HoldReleased(PodId pod) implements ClusterEvent {}

    /** All holds of a gang end; claims of its pods stay. */
    record GangReleased(GangId gang) implements ClusterEvent {}
}
