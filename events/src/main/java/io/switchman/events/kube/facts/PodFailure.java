package io.switchman.events.kube.facts;

import java.util.Set;

/**
 * Why a pod failed, by {@code status.reason}.
 *
 * @param message may be empty; at most 1024 characters are kept
 */
public record PodFailure(String reason, String message) {
    /** Sources: {@code ErrorTopologyAffinity} in cm/topologymanager, {@code UnexpectedAdmissionError} in lifecycle/predicate.go. */
    private static final Set<String> BY_ADMISSION = Set.of("TopologyAffinityError", "UnexpectedAdmissionError");

    /** Whether the kubelet refused to admit the pod for its devices: it is dead, and its owner makes another at once. */
    public boolean isAdmission() {
        return BY_ADMISSION.contains(reason) || reason.startsWith("OutOf");
    }
}
