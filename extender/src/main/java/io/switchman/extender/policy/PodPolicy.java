package io.switchman.extender.policy;

import io.switchman.extender.config.PolicyDefaults.UnknownNodes;
import io.switchman.topology.placement.Policy;
import org.jspecify.annotations.Nullable;

/**
 * What holds for one pod: its own annotations, and the defaults where they say nothing.
 *
 * @param placement how strictly its devices must be near each other
 * @param unknownNodes what to do with a node we know nothing of
 * @param job the job that it says it belongs to, or null
 */
public record PodPolicy(
        Policy placement,
        UnknownNodes unknownNodes,
        @Nullable String job) {}
