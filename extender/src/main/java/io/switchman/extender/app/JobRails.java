package io.switchman.extender.app;

import io.switchman.extender.request.JobId;
import io.switchman.extender.request.RailNumbers;
import io.switchman.topology.model.Machine;
import io.switchman.topology.state.Claim;
import io.switchman.topology.state.Effect;
import io.switchman.topology.state.Hold;
import io.switchman.topology.state.Node;
import io.switchman.topology.state.NodeView;
import io.switchman.topology.state.PodId;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which rails the pods of each job are on, as far as it is certain. Follows the state's effects, so that nothing is searched when
 * a pod asks. Used on the writer's thread only.
 */
final class JobRails {
    private final RailNumbers numbers;
    private final StateKeeper keeper;
    private final Function<PodId, @Nullable JobId> jobOf;
    private final Tally tally;
    private final int capacity;

    private final Map<PodId, Member> bound = new LinkedHashMap<>();
    /** In the order of their deadlines, nearly: all holds last equally long. */
    private final Map<PodId, Held> held = new LinkedHashMap<>();

    private final Map<JobId, RailCounts> jobs = new HashMap<>();

    /** Most pods of jobs that are followed: more than any cluster has with devices; some 200 bytes each. */
    static final int CAPACITY = 100_000;

    /**
     * An index of nothing.
     *
     * @param keeper whose effects it is told
     * @param jobOf finds the job of a pod
     * @param capacity most pods that are followed; those followed longest are dropped
     */
    JobRails(
            RailNumbers numbers,
            StateKeeper keeper,
            Function<PodId, @Nullable JobId> jobOf,
            Tally tally,
            int capacity) {
        this.numbers = numbers;
        this.keeper = keeper;
        this.jobOf = jobOf;
        this.tally = tally;
        this.capacity = capacity;
    }

    /**
     * A pod of a job.
     *
     * @param rails as bits; 0 where they are not certain
     */
    private record Member(JobId job, long rails) {}

    /** A member that is expected. */
    private record Held(Member member, long deadlineNanos) {}

    /** The rails that pods of a pod's job are certain to be on, as bits, or 0. */
    long around(PodId pod) {
        dropOverdue();
        JobId job = jobOf.apply(pod);
        RailCounts counts = job == null ? null : jobs.get(job);
        return counts == null ? 0 : counts.rails();
    }

    /** A pod's hold was asked for; whether it was granted the state tells. */
    void held(String node, Hold hold) {
        ended(hold.pod());
        JobId job = jobOf.apply(hold.pod());
        Machine machine = machine(node);
        boolean isHeld = keeper.state().slotOf(hold.pod()) >= 0 && keeper.boundTo(hold.pod()) == null;
        if (isHeld && job != null && machine != null) {
            Member member = new Member(job, rails(machine, hold.claim()));
            held.put(hold.pod(), new Held(member, hold.deadlineNanos()));
            enter(member);
            bound(held);
        }
    }

    /** A pod's hold ended, if it had one. */
    void ended(PodId pod) {
        Held before = held.remove(pod);
        if (before != null) {
            leave(before.member());
        }
    }

    /** Takes what happened in the state. */
    void effect(Effect effect) {
        switch (effect) {
            case Effect.Claimed(String node, Claim claim) -> claimed(node, claim);
            case Effect.Settled(String node, Claim claim) -> changed(node, claim, true);
            case Effect.Moved(String node, Claim _, Claim to) -> changed(node, to, false);
            case Effect.Unsettled unsettled -> unsettled.pods().forEach(this::forgetRails);
            case Effect.Released released -> drop(released.claim().pod());
            case Effect.HoldExpired expired -> ended(expired.hold().pod());
            case Effect.HoldBroken broken -> ended(broken.hold().pod());
            case Effect.ClaimRefused _,
                    Effect.EvidenceRefused _,
                    Effect.HoldRefused _,
                    Effect.Overcommitted _,
                    Effect.PodUnplaced _ -> {}
        }
    }

    private void claimed(String node, Claim claim) {
        ended(claim.pod());
        drop(claim.pod());
        JobId job = jobOf.apply(claim.pod());
        Machine machine = machine(node);
        if (job != null && machine != null) {
            Member member = new Member(job, rails(machine, claim));
            count(member, Tally.RailsTold.AT_BIND);
            bound.put(claim.pod(), member);
            enter(member);
            bound(bound);
        }
    }

    private void changed(String node, Claim claim, boolean evidence) {
        Member before = bound.get(claim.pod());
        Machine machine = machine(node);
        if (before != null && machine != null) {
            leave(before);
            Member now = new Member(before.job(), rails(machine, claim));
            if (evidence && before.rails() == 0) {
                count(now, Tally.RailsTold.BY_EVIDENCE);
            }
            bound.put(claim.pod(), now);
            enter(now);
        }
    }

    private void forgetRails(PodId pod) {
        Member before = bound.get(pod);
        if (before != null) {
            leave(before);
            Member now = new Member(before.job(), 0);
            bound.put(pod, now);
            enter(now);
        }
    }

    private void drop(PodId pod) {
        Member before = bound.remove(pod);
        if (before != null) {
            leave(before);
        }
    }

    /** Counts how a pod that is not entered yet goes with the others of its job; the first one has nobody to go with. */
    private void count(Member member, Tally.RailsTold when) {
        RailCounts others = jobs.get(member.job());
        if (others != null) {
            tally.jobRails(when, RailsAgreement.of(others.rails(), member.rails()));
        }
    }

    /** The rails of a claim where its VFs are certain: an extent of several sets is one of GPUs. */
    private long rails(Machine machine, Claim claim) {
        return claim.extent() instanceof Claim.Extent.Any ? 0 : numbers.of(machine, claim.vfs());
    }

    private void enter(Member member) {
        jobs.computeIfAbsent(member.job(), _ -> new RailCounts()).add(member.rails(), 1);
    }

    private void leave(Member member) {
        RailCounts counts = jobs.get(member.job());
        if (counts != null) {
            counts.add(member.rails(), -1);
            if (counts.isEmpty()) {
                jobs.remove(member.job());
            }
        }
    }

    /** Drops those followed longest where there are too many. */
    private void bound(Map<PodId, ?> members) {
        if (members.size() > capacity) {
            PodId eldest = members.keySet().iterator().next();
            ended(eldest);
            drop(eldest);
        }
    }

    /** Not each end of a hold is told, so what is overdue ends here. */
    private void dropOverdue() {
        Iterator<Held> all = held.values().iterator();
        while (all.hasNext()) {
            Held next = all.next();
            if (next.deadlineNanos() - keeper.nowNanos() > 0) {
                return;
            }
            all.remove();
            leave(next.member());
        }
    }

    /** The machine of a node in the newest state, or null. */
    private @Nullable Machine machine(String name) {
        Node node = switch (keeper.state().view(name)) {
            case NodeView.Known(Node known) -> known;
            case NodeView.Stale(Node old, long _) -> old;
            case NodeView.Unknown _ -> null;
            case null -> null;
        };
        return node == null ? null : node.machine();
    }
}
