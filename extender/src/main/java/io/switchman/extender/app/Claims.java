package io.switchman.extender.app;

import io.switchman.topology.kubelet.Forecast;
import io.switchman.topology.placement.Plan;
import io.switchman.topology.placement.Request;
import io.switchman.topology.placement.Verdict;
import io.switchman.topology.placement.VfDemand;
import io.switchman.topology.state.Claim;
import io.switchman.topology.state.Claim.Extent;
import io.switchman.topology.state.Node;
import io.switchman.topology.state.PodId;
import java.util.Comparator;
import java.util.List;

/** Turns verdicts into claims: which devices a pod will have as far as we know, and how well we know it. */
final class Claims {
    private Claims() {}

    /**
     * A claim.
     *
     * @param node where, without the pod
     */
    static Claim of(PodId pod, String podName, int priority, Verdict.Fits fits, Node node, Request request) {
        Plan plan = fits.plan();
        int gpus = 0;
        for (int gpu : plan.gpus()) {
            gpus |= 1 << gpu;
        }
        int[] vfs = vfs(plan);
        Claim any = new Claim(pod, podName, priority, gpus, vfs, new Extent.Any());
        if (node.leavesNoChoice(any)) {
            return new Claim(pod, podName, priority, gpus, vfs, new Extent.Exact());
        }
        Forecast forecast = fits.forecast() == null ? Forecast.UNKNOWN : fits.forecast();
        List<Integer> sets = forecast.gpuSets().stream().map(Long::intValue).toList();
        int planned = gpus;
        // What an init container leaves stays the pod's, and no forecast tells it; then only the plan has it all.
        boolean whole = sets.stream().allMatch(set -> Integer.bitCount(set) == request.gpuCount());
        Integer nominal = sets.stream()
                .filter(set -> (set & ~node.unreserved().freeGpus()) == 0)
                .min(Comparator.comparing((Integer set) -> set != planned)
                        .thenComparing(set -> (set & ~node.open().freeGpus()) != 0))
                .orElse(null);
        if (nominal == null || !whole || !areVfsForced(node, request)) {
            return any;
        }
        Extent extent = sets.size() == 1 ? new Extent.Exact() : new Extent.OneOf(sets);
        return new Claim(pod, podName, priority, nominal, vfs, extent);
    }

    /** VFs of a plan from each of the machine's sources. */
    static int[] vfs(Plan plan) {
        int[] vfs = new int[plan.machine().sources().size()];
        for (Plan.Take take : plan.vfs()) {
            vfs[take.source()] += take.count();
        }
        return vfs;
    }

    /**
     * Whether each name leaves no choice: one port carries it, or all that is left of it is asked for, and it is known which
     * those are.
     */
    static boolean areVfsForced(Node node, Request request) {
        for (VfDemand vf : request.vfs()) {
            List<Integer> sources = node.machine().sourcesNamed(vf.resource());
            int left = sources.stream().mapToInt(node.free()::freeVfs).sum();
            if (sources.size() > 1 && (left > vf.count() || node.unsettled(true) > 0)) {
                return false;
            }
        }
        return true;
    }
}
