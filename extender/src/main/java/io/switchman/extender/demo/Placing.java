package io.switchman.extender.demo;

/** What became of one attempt to place a pod. */
sealed interface Placing {
    /** Why a pod waits whose kubelet refused it: its owner makes another. */
    String FAILED = "kubelet: the pod failed (TopologyAffinityError)";

    /** It goes to a node. */
    record Goes() implements Placing {}

    /** It has to wait. */
    record Waits(String reason) implements Placing {}
}
