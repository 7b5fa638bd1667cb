package io.switchman.extender.app;

import io.switchman.topology.placement.Plan;
import io.switchman.topology.state.Claim;
import io.switchman.topology.state.PodId;

/** Turns plans into claims. */
final class Claims {
    private Claims() {}

    static Claim of(PodId pod, String podName, int priority, Plan plan) {
        int gpus = 0;
        for (int gpu : plan.gpus()) {
            gpus |= 1 << gpu;
        }
        int[] vfs = new int[plan.machine().sources().size()];
        for (Plan.Take take : plan.vfs()) {
            vfs[take.source()] += take.count();
        }
        return new Claim(pod, podName, priority, gpus, vfs);
    }
}
