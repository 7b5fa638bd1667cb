package io.switchman.extender.app;

import io.switchman.events.plan.ActualDevices;
import io.switchman.extender.config.Limit;
import io.switchman.extender.network.NetworksMismatch;
import io.switchman.topology.placement.Refusal;

/** Who counts what is decided. Who has no use for something leaves it out. */
public interface Tally {
    /** Nodes refused for one pod that found none. */
    default void refused(Refusal.Code code, int nodes) {}

    /** A verb came to an end. */
    default void outcome(Verb verb, Outcome outcome) {}

    /** Something was cut off at a limit. */
    default void limitHit(Limit limit, int times) {}

    /** Request shapes whose ranking is kept at hand. */
    default void boards(int boards) {}

    /** A pod that is not the first of its job got devices, or it became known which. */
    default void jobRails(RailsTold when, RailsAgreement agreement) {}

    /** What a filtered pod's networks need of a resource is not what it asks for. */
    default void networksMismatch(NetworksMismatch.Kind kind) {}

    /** When it was told which rails a pod is on. */
    enum RailsTold {
        /** By what it was promised or what the cluster says. */
        AT_BIND,
        /** By its node, of a pod of which it was not certain before. */
        BY_EVIDENCE
    }

    /** Refused pods that are remembered. */
    default void waiting(int pods) {}

    /** A pod was to be woken. */
    default void kick(Kick result) {}

    /** A kubelet did not admit a pod for its devices. */
    default void admissionFailed() {}

    /** Pairs of node and request that are remembered because of that. */
    default void backedOff(int pairs) {}

    /** A pod was bound in mode observe. */
    default void observed(ObservedPod.Agreement agreement) {}

    /** A binding waited for what happened before. */
    default void takeover(boolean inTime) {}

    /** What a pod got became known, and stands on the pod. */
    default void verified(ActualDevices devices) {}

    /** Pods that wait to have written on them what they got. */
    default void actuals(int pods) {}

    /** That was tried. */
    default void actualWrite(boolean written) {}

    /** What became of waking a pod. */
    enum Kick {
        /** The pod was changed. */
        SENT,
        /** It could not be changed. */
        FAILED,
        /** It is too early for one more. */
        LIMITED
    }

    /** How a call ended. */
    enum Outcome {
        /** Some node passed, a node was named, a pod was bound. */
        DONE,
        /** No node passed. */
        REFUSED,
        /** The pod asks nothing of us, so everything passed. */
        NOT_OURS,
        /** The request was answered with the protocol's error. */
        ERROR
    }

    /** The calls of the protocol. */
    enum Verb {
        FILTER,
        PRIORITIZE,
        BIND,
        PREEMPT
    }
}
