package io.switchman.events.kube.write;

/** Where a pod stands, as the API server's newest state has it. */
public sealed interface PodPlace {
    /** It is bound to a node, whatever became of it there. */
    record At(String node) implements PodPlace {}

    /** It is there and bound to none. After an unclear binding it may yet be. */
    record NotBound() implements PodPlace {}

    /** There is no such pod, or one of the same name with another UID; no UID comes back. */
    record Gone() implements PodPlace {}

    /** No answer that tells. */
    record Unclear(String reason) implements PodPlace {}
}
