package io.switchman.extender.config;

/**
 * What we know of the kube-scheduler that calls.
 *
 * @param minorVersion n of Kubernetes 1.n, 30 or more; from 38 on preemption asks extenders about nodes they refused, so
 *     refusals that evicting pods could cure are then reported as such
 * @param bestNodes most nodes returned from filter, 0 for all
 */
public record SchedulerFacts(int minorVersion, int bestNodes) {
    /** The first release whose preemption passes candidates without victims to extenders. */
    public static final int PREEMPTION_ASKS_EXTENDERS = 38;

    public static final SchedulerFacts DEFAULT = new SchedulerFacts(36, 64);
}
