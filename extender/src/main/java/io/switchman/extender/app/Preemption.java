package io.switchman.extender.app;

import io.switchman.extender.wire.PreemptArgs;
import io.switchman.topology.placement.NodeJudge;
import io.switchman.topology.placement.Policy;
import io.switchman.topology.placement.Request;
import io.switchman.topology.placement.Verdict;
import io.switchman.topology.state.Claim;
import io.switchman.topology.state.ClusterState;
import io.switchman.topology.state.Node;
import io.switchman.topology.state.NodeView;
import io.switchman.topology.state.PodId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Refines the scheduler's choice of pods to evict.
 *
 * <p>A node stays a candidate if the pod would fit after the evictions, aligned if it requires that. Where that takes more, and
 * the pod requires alignment, pods of lower priority are added, least priority first, and those that turn out not to be
 * needed are left alone again. Pods that the scheduler named are kept: it may want them gone for reasons that we do not
 * see. The number of protected pods among them is the scheduler's; pods that we add are not known to be protected.
 */
final class Preemption {
    private final NodeJudge judge;
    private final LongSupplier clockNanos;

    Preemption(NodeJudge judge, LongSupplier clockNanos) {
        this.judge = judge;
        this.clockNanos = clockNanos;
    }

    /**
     * The candidates that can become feasible, each with its victims.
     *
     * @param missed candidates left out because the time was up
     */
    record Refined(Map<String, PreemptArgs.Victims> victims, int missed) {}

    /**
     * Refines on one state, until a deadline. Any thread may call this.
     */
    Refined refine(PreemptArgs args, Request request, ClusterState state, long deadline) {
        Map<String, PreemptArgs.Victims> refined = new LinkedHashMap<>();
        int missed = 0;
        for (Map.Entry<String, PreemptArgs.Victims> candidate : args.victims().entrySet()) {
            PreemptArgs.Victims more = null;
            if (!isOver(deadline) && state.view(candidate.getKey()) instanceof NodeView.Known(Node node)) {
                more = refine(node, candidate.getValue(), request, args.pod().priority(), deadline);
            }
            if (more != null) {
                refined.put(candidate.getKey(), more);
            } else if (isOver(deadline)) {
                missed++;
            }
        }
        return new Refined(refined, missed);
    }

    private PreemptArgs.@Nullable Victims refine(
            Node node, PreemptArgs.Victims victims, Request request, int priority, long deadline) {
        Node left = node;
        for (String uid : victims.uids()) {
            left = left.without(new PodId(uid));
        }
        if (fits(left, request)) {
            return victims.uids().isEmpty() ? null : victims;
        }
        if (request.policy().mode() != Policy.Mode.REQUIRE) {
            return null;
        }
        List<Claim> added = new ArrayList<>();
        List<Claim> lower = left.claims().stream()
                .filter(claim -> claim.priority() < priority)
                .sorted(Comparator.comparingInt(Claim::priority))
                .toList();
        for (Claim claim : lower) {
            if (isOver(deadline)) {
                return null;
            }
            if (!fits(left, request)) {
                added.add(claim);
                left = left.without(claim.pod());
            }
        }
        if (!fits(left, request)) {
            return null;
        }
        List<String> uids = new ArrayList<>(victims.uids());
        spare(node, victims, added, request, deadline)
                .forEach(claim -> uids.add(claim.pod().uid()));
        if (isOver(deadline)) {
            return null;
        }
        return new PreemptArgs.Victims(uids, victims.pdbViolations());
    }

    /** Leaves alone those that are not needed, highest priority first. */
    private List<Claim> spare(
            Node node, PreemptArgs.Victims victims, List<Claim> added, Request request, long deadline) {
        List<Claim> needed = new ArrayList<>(added);
        for (Claim claim : added.reversed()) {
            if (isOver(deadline)) {
                break;
            }
            List<Claim> fewer = new ArrayList<>(needed);
            fewer.remove(claim);
            Node left = node;
            for (String uid : victims.uids()) {
                left = left.without(new PodId(uid));
            }
            for (Claim other : fewer) {
                left = left.without(other.pod());
            }
            if (fits(left, request)) {
                needed = fewer;
            }
        }
        return needed;
    }

    private boolean isOver(long deadline) {
        return clockNanos.getAsLong() - deadline >= 0;
    }

    private boolean fits(Node node, Request request) {
        return judge.judge(new NodeView.Known(node), request).verdict() instanceof Verdict.Fits;
    }
}
