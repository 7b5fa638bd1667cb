package io.switchman.extender.app;

import io.switchman.extender.wire.PodFacts;
import io.switchman.topology.state.Claim;
import io.switchman.topology.state.Hold;
import java.util.concurrent.TimeUnit;

/** How firm a pod's hold is, and how long it lasts. Used on the writer's thread only. */
final class HoldTerms {
    /** Deadlines come in steps of this: many holds then end in one go, which has to look at every node. */
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final StateKeeper keeper;
    private final Gangs gangs;
    private final Nominations nominations;
    private final long nanos;

    /**
     * Terms.
     *
     * @param nanos how long the hold of a pod lasts that comes alone; it may last 100 ms longer
     */
    HoldTerms(StateKeeper keeper, Gangs gangs, Nominations nominations, long nanos) {
        this.keeper = keeper;
        this.gangs = gangs;
        this.nominations = nominations;
        this.nanos = nanos;
    }

    /** The hold of a pod on a node. */
    Hold of(PodFacts pod, String node, Claim claim) {
        Gang gang = gangs.of(pod);
        Hold together = gang == null ? null : gangs.hold(gang, claim);
        if (together != null) {
            return together;
        }
        Hold nominated = nominations.hold(node, claim);
        return nominated != null ? nominated : new Hold(claim, inSteps(keeper.nowNanos() + nanos));
    }

    private static long inSteps(long deadlineNanos) {
        return deadlineNanos + Math.floorMod(-deadlineNanos, STEP_NANOS);
    }
}
