package io.switchman.extender.app;

import io.switchman.extender.wire.PreemptArgs;
import io.switchman.topology.placement.NodeJudge;
import io.switchman.topology.placement.Policy;
import io.switchman.topology.placement.Request;
import io.switchman.topology.placement.Verdict;
import io.switchman.topology.state.Claim;
import io.switchman.topology.state.Node;
import io.switchman.topology.state.NodeView;
import io.switchman.topology.state.PodId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    private final StateKeeper keeper;
    private final NodeJudge judge;

    Preemption(StateKeeper keeper, NodeJudge judge) {
        this.keeper = keeper;
        this.judge = judge;
    }

    /** The candidates that can become feasible, each with its victims. */
    Map<String, PreemptArgs.Victims> refine(PreemptArgs args, Request request) {
        Map<String, PreemptArgs.Victims> refined = new LinkedHashMap<>();
        args.victims().forEach((name, victims) -> {
            if (keeper.state().view(name) instanceof NodeView.Known(Node node)) {
                PreemptArgs.Victims more =
                        refine(node, victims, request, args.pod().priority());
                if (more != null) {
                    refined.put(name, more);
                }
            }
        });
        return refined;
    }

    private PreemptArgs.@Nullable Victims refine(
            Node node, PreemptArgs.Victims victims, Request request, int priority) {
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
            if (!fits(left, request)) {
                added.add(claim);
                left = left.without(claim.pod());
            }
        }
        if (!fits(left, request)) {
            return null;
        }
        List<String> uids = new ArrayList<>(victims.uids());
        spare(node, victims, added, request)
                .forEach(claim -> uids.add(claim.pod().uid()));
        return new PreemptArgs.Victims(uids, victims.pdbViolations());
    }

    /** Leaves alone those that are not needed, highest priority first. */
    private List<Claim> spare(Node node, PreemptArgs.Victims victims, List<Claim> added, Request request) {
        List<Claim> needed = new ArrayList<>(added);
        for (Claim claim : added.reversed()) {
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

    private boolean fits(Node node, Request request) {
        return judge.judge(new NodeView.Known(node), request).verdict() instanceof Verdict.Fits;
    }
}
