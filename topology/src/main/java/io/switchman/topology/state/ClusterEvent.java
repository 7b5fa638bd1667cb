package io.switchman.topology.state;

import io.switchman.topology.kubelet.KubeletSetup;
import io.switchman.topology.model.Machine;

/** Something that happened, as a fact. */
public sealed interface ClusterEvent {
    /**
     * A node is there, and this is what it is made of. Claims of pods on it stay if the machine is the same object; on
     * another machine their indices mean nothing, so they are released, and whoever knows the pods must claim anew.
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
     * Some ports of a node went down or came back.
     *
     * @param usablePorts ports that may serve new pods, as bits by index
     */
    record PortsChanged(String node, long usablePorts) implements ClusterEvent {}

    /** A pod will probably come to a node. */
    record HoldAsked(String node, Hold hold) implements ClusterEvent {}

    /** A pod is bound to a node. */
    record ClaimAsked(String node, Claim claim) implements ClusterEvent {}

    /**
     * A node says which devices a bound pod really got.
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
}
