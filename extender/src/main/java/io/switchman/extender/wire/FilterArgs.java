package io.switchman.extender.wire;

/**
 * What filter and prioritize get: {@code ExtenderArgs}.
 *
 * @param pod the pod to place
 * @param offered the nodes that passed everything before us
 */
public record FilterArgs(PodFacts pod, Offered offered) {}
