package io.switchman.events.kube.facts;

/** {@code status.phase} of a pod. */
public enum PodPhase {
    PENDING,
    RUNNING,
    SUCCEEDED,
    FAILED,
    /** Not told, or the node is out of reach. */
    UNKNOWN;

    /** Whether the pod has ended for good, so that its devices are free or soon will be. */
    public boolean isOver() {
        return this == SUCCEEDED || this == FAILED;
    }
}
