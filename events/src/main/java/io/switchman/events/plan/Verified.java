package io.switchman.events.plan;

/** What is to be thought of the plan on a pod. */
public sealed interface Verified {
    /** We wrote it, for this pod and this node. */
    record Trusted(PlacedPlan plan) implements Verified {}

    /**
     * It must not be believed; the pod counts as one that somebody else bound.
     *
     * @param why the case, for counting
     * @param text for people
     */
    record Untrusted(Why why, String text) implements Verified {}

    /** Why a plan is not trusted. */
    enum Why {
        /** There is none. */
        ABSENT,
        /** It is no signed plan, or a signed text that is no plan we can read. */
        MALFORMED,
        /** It names a key that we do not have. */
        UNKNOWN_KEY,
        /** It is not what was signed. */
        BAD_MAC,
        /** It is genuine, but of another pod: someone copied annotations. */
        OTHER_POD,
        /** It is genuine, but for another node. */
        OTHER_NODE
    }
}
