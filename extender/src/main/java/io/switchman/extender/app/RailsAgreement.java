package io.switchman.extender.app;

/** How a pod's rails go with those of its job, the worst first. */
public enum RailsAgreement {
    /** It is certain to be on some rail that the job is not on, and the job on some that it is not on. */
    BROKEN,
    /** Where it will be is not certain, or the job's pods are not. */
    UNKNOWN,
    /** It is certain to share rails: one of both has all that the other has. */
    CERTAIN;

    /**
     * The agreement.
     *
     * @param job rails of the job as bits, 0 where none is certain
     * @param pod rails of the pod, the same
     */
    static RailsAgreement of(long job, long pod) {
        if (job == 0 || pod == 0) {
            return UNKNOWN;
        }
        return (pod & ~job) == 0 || (job & ~pod) == 0 ? CERTAIN : BROKEN;
    }
}
