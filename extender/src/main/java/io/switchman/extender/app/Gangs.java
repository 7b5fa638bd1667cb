package io.switchman.extender.app;

import io.switchman.extender.config.Limit;
import io.switchman.extender.wire.PodFacts;
import io.switchman.topology.state.Claim;
import io.switchman.topology.state.ClusterEvent;
import io.switchman.topology.state.GangId;
import io.switchman.topology.state.Hold;
import io.switchman.topology.state.Node;
import io.switchman.topology.state.PodId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Attempts to place gangs. An attempt begins with the gang's first hold; all its holds have the deadline of the first, so that a
 * gang never keeps devices from others for longer than that without getting them. An attempt that came to nothing is followed by a
 * rest as long, in which the gang yields: its pods are placed beside each other as before, but other pods may take what they
 * hold. Without it a gang that never fits would keep the room of those of its pods that do from everybody for ever, as a
 * scheduler tries it again at once, and does not tell us which of its pods failed by counts alone.
 *
 * <p>Which holds there are the state knows: what is kept here is only of use as long as they are in force. Used on the writer's
 * thread only.
 */
final class Gangs {
    private final StateKeeper keeper;
    private final WatchedPods watched;
    private final long nanos;
    private final int capacity;
    private final Tally tally;

    private final Map<GangId, Attempt> attempts = new LinkedHashMap<>();

    /** An attempt: the gang as it was last seen, when all its firm holds end, and the pods that were given one. */
    private record Attempt(Gang gang, long deadlineNanos, Set<PodId> held) {}

    /**
     * Attempts.
     *
     * @param nanos how long one lasts
     * @param capacity most gangs that hold at a time, 1 or more; the pods of others hold as if they came alone
     */
    Gangs(StateKeeper keeper, WatchedPods watched, long nanos, int capacity, Tally tally) {
        this.keeper = keeper;
        this.watched = watched;
        this.nanos = nanos;
        this.capacity = capacity;
        this.tally = tally;
    }

    /** The gang of a pod, or null. */
    @Nullable
    Gang of(PodFacts pod) {
        return pod.uid().isEmpty() ? null : watched.gangOf(pod);
    }

    /** A hold for a member; null where too many gangs hold already. */
    @Nullable
    Hold hold(Gang gang, Claim claim) {
        keeper.endOverdueHolds();
        long now = keeper.nowNanos();
        Attempt attempt = attempts.get(gang.id());
        if (attempt == null || !goesOn(attempt, gang, now)) {
            attempts.remove(gang.id());
            if (attempts.size() >= capacity) {
                attempts.values().removeIf(other -> !isInForce(other));
            }
            if (attempts.size() >= capacity) {
                tally.limitHit(Limit.GANGS, 1);
                return null;
            }
            attempt = new Attempt(gang, now + nanos, new LinkedHashSet<>());
        }
        attempt = new Attempt(gang, attempt.deadlineNanos(), attempt.held());
        attempts.put(gang.id(), attempt);
        attempt.held().add(claim.pod());
        return now - attempt.deadlineNanos() < 0
                ? Hold.ofGang(claim, attempt.deadlineNanos(), gang.id())
                : Hold.yielding(claim, attempt.deadlineNanos() + nanos, gang.id());
    }

    /** Whether it still counts: not once the gang has rested, nor if some of it was placed, nor for other pods of its name. */
    private boolean goesOn(Attempt attempt, Gang gang, long now) {
        Set<PodId> held = attempt.held();
        return isInForce(attempt)
                || now - attempt.deadlineNanos() < nanos
                        && held.stream().noneMatch(pod -> keeper.boundTo(pod) != null)
                        && gang.members().stream().anyMatch(held::contains);
    }

    /** Gangs that hold devices and must give way to this one, weakest first. */
    List<GangId> weakerThan(Gang gang) {
        return attempts.values().stream()
                .filter(attempt -> gang.isStrongerThan(attempt.gang()) && isInForce(attempt))
                .map(Attempt::gang)
                .sorted(Gang.WEAKEST_FIRST)
                .map(Gang::id)
                .toList();
    }

    /** Ends the holds of gangs; those of their pods that are bound keep their devices. */
    void cancel(List<GangId> gangs) {
        gangs.forEach(attempts::remove);
        List<ClusterEvent> events = new ArrayList<>();
        gangs.forEach(gang -> events.add(new ClusterEvent.GangReleased(gang)));
        keeper.apply(events);
    }

    /** A member found no node: the others hold on only if enough of them have a place without it. */
    void refused(Gang gang, PodId pod) {
        long placed = gang.members().stream()
                .filter(member -> !member.equals(pod) && keeper.state().slotOf(member) >= 0)
                .count();
        if (placed < gang.minimum()) {
            // Its time goes on: or those of its pods that are tried next would begin another attempt.
            keeper.apply(new ClusterEvent.GangReleased(gang.id()));
        } else {
            keeper.apply(new ClusterEvent.HoldReleased(pod));
        }
    }

    /** Gangs that are remembered, those among them that hold nothing any more. */
    int size() {
        return attempts.size();
    }

    /** Holds of a gang, each with its node. */
    Map<Hold, String> holds(GangId gang) {
        Attempt attempt = attempts.get(gang);
        Map<Hold, String> holds = new LinkedHashMap<>();
        for (PodId pod : attempt == null ? Set.<PodId>of() : attempt.held()) {
            Node node = keeper.nodeOf(pod);
            Hold hold = node == null ? null : node.holdOf(pod);
            if (node != null && hold != null && gang.equals(hold.gang())) {
                holds.put(hold, node.name());
            }
        }
        return holds;
    }

    private boolean isInForce(Attempt attempt) {
        return !holds(attempt.gang().id()).isEmpty();
    }
}
