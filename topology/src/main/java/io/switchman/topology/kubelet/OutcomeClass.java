package io.switchman.topology.kubelet;

/** How sure it is that every GPU of a pod has a VF of its own on its own switch. */
public enum OutcomeClass {
    /** Always. */
    CERTAIN,
    /** Sometimes. */
    CHANCE,
    /** Never. */
    IMPOSSIBLE,
    /** The kubelet never admits the pod. */
    REJECTED,
    /** Not all that may happen can be told. */
    UNKNOWN
}
