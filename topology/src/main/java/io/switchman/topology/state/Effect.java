package io.switchman.topology.state;

import java.util.List;

/** What a step wants done or known outside. Effects are data: whoever applies the step performs them. */
public sealed interface Effect {
    /** A pod now claims devices. */
    record Claimed(String node, Claim claim) implements Effect {}

    /** A pod's claim was not granted: the node is not known, or a device belongs to another pod. */
    record ClaimRefused(String node, Claim claim, String reason) implements Effect {}

    /**
     * The cluster has a pod on a node of which nobody told what it is made of, so its devices are counted nowhere. Whoever knows
     * the pod tells it again once the node is seen.
     */
    record PodUnplaced(String node, PodId pod, String podName) implements Effect {}

    /** It is known which devices a pod really got. */
    record Settled(String node, Claim claim) implements Effect {}

    /**
     * What a node says of a pod's devices contradicts what it said of another's, or what there is. If it may come true, the state
     * keeps it, and it counts once nothing stands against it.
     */
    record EvidenceRefused(String node, Claim claim, String reason) implements Effect {}

    /** A pod whose devices are only guessed was in another's place, or found devices that it missed. */
    record Moved(String node, Claim from, Claim to) implements Effect {}

    /**
     * Pods of a node have more devices than there are: this one misses some, or more than before. They are taken as soon as there
     * are free ones.
     */
    record Overcommitted(String node, Claim claim) implements Effect {
        /** What cannot be told apart from other pods' devices. */
        public Asked missing() {
            return claim.missing();
        }
    }

    /**
     * It is not known any more which devices pods have.
     *
     * @param pods those of which it was known, or known better
     */
    record Unsettled(String node, List<PodId> pods) implements Effect {
        public Unsettled {
            pods = List.copyOf(pods);
        }
    }

    /** A pod gave up its devices. */
    record Released(String node, Claim claim) implements Effect {}

    /** A hold ended at its deadline. */
    record HoldExpired(String node, Hold hold) implements Effect {}

    /** A hold was not granted. */
    record HoldRefused(String node, Hold hold, String reason) implements Effect {
        /** The reason where no more holds are allowed. */
        public static final String TOO_MANY = "too many holds";
    }

    /** A hold that was granted ended early: another pod has its devices, or they are not there any more. */
    record HoldBroken(String node, Hold hold, String reason) implements Effect {}
}
