package io.switchman.extender.app;

import io.switchman.extender.wire.PreemptArgs;
import io.switchman.topology.state.Claim;
import io.switchman.topology.state.ClusterState;
import io.switchman.topology.state.Node;
import io.switchman.topology.state.NodeView;
import io.switchman.topology.state.PodId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the cluster tells of pods that a call of preempt may evict, and what protects them. Any thread may ask.
 *
 * @param pods pods on the candidates, as far as the cluster tells of them
 * @param budgets all budgets; none where nobody tells of them
 */
record Protection(Map<PodId, WatchedPods.Watched> pods, List<Budget> budgets) {
    Protection {
        pods = Map.copyOf(pods);
        budgets = List.copyOf(budgets);
    }

    /** What is told now, on the writer's thread. */
    static Protection of(PreemptArgs args, ClusterState state, WatchedPods watched) {
        Map<PodId, WatchedPods.Watched> pods = new HashMap<>();
        args.victims().forEach((name, victims) -> {
            List<PodId> ids = new ArrayList<>();
            victims.uids().forEach(uid -> ids.add(new PodId(uid)));
            if (state.view(name) instanceof NodeView.Known(Node node)) {
                node.claims().stream().map(Claim::pod).forEach(ids::add);
            }
            for (PodId id : ids) {
                WatchedPods.Watched told = watched.of(id);
                if (told != null) {
                    pods.put(id, told);
                }
            }
        });
        return new Protection(pods, watched.budgets());
    }

    /** Whether the scheduler knows a pod on a node: it drops its whole attempt if one of the victims is not there. */
    boolean isOn(String node, PodId pod) {
        WatchedPods.Watched told = pods.get(pod);
        return told == null || node.equals(told.node()) && !told.isOver();
    }

    /** Whether it can be said which budgets protect a pod. */
    boolean isTold(PodId pod) {
        return !budgets.isEmpty() && pods.containsKey(pod);
    }

    /**
     * How many evictions budgets do not allow, counted as kube-scheduler does ({@code filterPodsWithPDBViolation}): the more
     * important pod first; each counts for every budget that it is in, and once if one of these has nothing left.
     */
    int violations(Collection<PodId> victims) {
        List<WatchedPods.Watched> told = victims.stream()
                .filter(pods::containsKey)
                .map(pods::get)
                .sorted(Comparator.comparingInt(WatchedPods.Watched::priority)
                        .reversed()
                        .thenComparing(WatchedPods.Watched::fullName))
                .toList();
        int[] left = budgets.stream().mapToInt(Budget::allowed).toArray();
        int violations = 0;
        for (WatchedPods.Watched pod : told) {
            boolean violates = false;
            for (int i = 0; i < left.length; i++) {
                if (budgets.get(i).counts(pod)) {
                    left[i]--;
                    violates |= left[i] < 0;
                }
            }
            violations += violates ? 1 : 0;
        }
        return violations;
    }

    /** The same budgets as far as they are about some pods: others need not be asked again and again. */
    Protection about(Collection<PodId> victims) {
        List<WatchedPods.Watched> told =
                victims.stream().filter(pods::containsKey).map(pods::get).toList();
        List<Budget> some = budgets.stream()
                .filter(budget -> told.stream().anyMatch(budget::counts))
                .toList();
        return new Protection(pods, some);
    }
}
