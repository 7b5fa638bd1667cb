package io.switchman.events.kube.facts;

/**
 * A taint of a node.
 *
 * @param value may be empty
 * @param effect what it does to pods that do not tolerate it
 */
public record Taint(String key, String value, Effect effect) {
    /** Source: {@code TaintEffect} in k8s.io/api core/v1. */
    public enum Effect {
        NO_SCHEDULE,
        PREFER_NO_SCHEDULE,
        NO_EXECUTE
    }
}
