package io.switchman.extender.wire;

import org.jspecify.annotations.Nullable;

/**
 * What a person asks about.
 *
 * @param pod the pod
 * @param offered the nodes to look at; null for all
 */
public record ExplainArgs(PodFacts pod, @Nullable Offered offered) {}
