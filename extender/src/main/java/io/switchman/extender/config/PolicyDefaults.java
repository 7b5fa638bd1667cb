package io.switchman.extender.config;

import io.switchman.topology.placement.Policy;

/**
 * What holds for a pod whose annotations say nothing.
 *
 * @param policy how strictly devices must be near each other
 * @param unknownNodes what to do with a node we know nothing of
 * @param networksMismatch what to do with a pod whose networks need other VFs than it asks for
 */
public record PolicyDefaults(Policy policy, UnknownNodes unknownNodes, NetworksMode networksMismatch) {
    public static final PolicyDefaults DEFAULT = new PolicyDefaults(Policy.DEFAULT, UnknownNodes.REFUSE);

    /** Defaults by which pods are warned of their networks. */
    public PolicyDefaults(Policy policy, UnknownNodes unknownNodes) {
        this(policy, unknownNodes, NetworksMode.WARN);
    }

    /** What to do with a pod whose networks need other VFs than it asks for. */
    public enum NetworksMode {
        /** Say so in the log. */
        WARN,
        /** Refuse it until it is changed. */
        REFUSE
    }

    /** What to do with a node we know nothing of. */
    public enum UnknownNodes {
        /** Refuse it with NO_DATA. */
        REFUSE,
        /** Let it pass, ranked behind every node we know. */
        PASS
    }
}
