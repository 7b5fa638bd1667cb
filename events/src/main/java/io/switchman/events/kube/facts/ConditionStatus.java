package io.switchman.events.kube.facts;

/** {@code status} of a condition. Source: Kubernetes API conventions, "Typical status properties". */
public enum ConditionStatus {
    TRUE,
    FALSE,
    UNKNOWN
}
