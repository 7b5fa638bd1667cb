package io.switchman.events.kube.facts;

/**
 * What the SR-IOV network operator is doing to a node before it changes its VFs. Source: the annotations
 * {@code sriovnetwork.openshift.io/state}, {@code .../desired-state} and {@code .../current-state}.
 */
public enum SriovDrain {
    /** Nothing; also where there is no annotation. The only state in which pods may come. */
    IDLE,
    DRAIN_REQUIRED,
    REBOOT_REQUIRED,
    DRAINING,
    DRAIN_COMPLETE,
    /** A word that is not known here, which is no permission. */
    OTHER
}
