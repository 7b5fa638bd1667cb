package io.switchman.extender.config;

import io.switchman.topology.placement.Policy;

/**
 * What holds for a pod whose annotations say nothing.
 *
 * @param policy how strictly devices must be near each other
 * @param unknownNodes what to do with a node we know nothing of
 */
public record PolicyDefaults(Policy policy, UnknownNodes unknownNodes) {
    public static final PolicyDefaults DEFAULT = new PolicyDefaults(Policy.DEFAULT, UnknownNodes.REFUSE);

    /** What to do with a node we know nothing of. */
    public enum UnknownNodes {
        /** Refuse it with NO_DATA. */
        REFUSE,
        /** Let it pass, ranked behind every node we know. */
        PASS
    }
}
