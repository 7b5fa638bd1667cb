package io.switchman.topology.state;

/** What a step wants done or known outside. Effects are data: whoever applies the step performs them. */
public sealed interface Effect {
    /** A pod now claims devices. */
    record Claimed(String node, Claim claim) implements Effect {}

    /** A pod's claim was not granted: the node is not known, or a device belongs to another pod. */
    record ClaimRefused(String node, Claim claim, String reason) implements Effect {}

    /** It is known which devices a pod really got. */
    record Settled(String node, Claim claim) implements Effect {}

    /** What a node says of a pod's devices contradicts what it said of another's, or what there is. */
    record EvidenceRefused(String node, Claim claim, String reason) implements Effect {}

    /** A pod gave up its devices. */
    record Released(String node, Claim claim) implements Effect {}

    /** A hold ended at its deadline. */
    record HoldExpired(String node, Hold hold) implements Effect {}

    /** A hold was not granted, or another pod claimed its devices since. */
    record HoldRefused(String node, Hold hold, String reason) implements Effect {
        /** The reason where no more holds are allowed. */
        public static final String TOO_MANY = "too many holds";
    }
}
