package io.switchman.extender.app;

import io.switchman.extender.request.Asked;
import io.switchman.extender.request.JobId;
import io.switchman.topology.state.PodId;
import org.jspecify.annotations.Nullable;

/**
 * Finds the job of a pod. The cluster is asked only where filter has not told: after a restart, and for groups that the scheduler's
 * pod is not read for.
 */
record PodJobs(SeenPods seen, WatchedPods watched) {
    /** The job, or null. */
    @Nullable
    JobId of(PodId pod) {
        SeenPods.Seen filtered = seen.get(pod.uid());
        JobId job = filtered == null ? null : job(filtered.asked());
        WatchedPods.Watched told = job == null ? watched.of(pod) : null;
        return told == null ? job : job(told.asked());
    }

    private static @Nullable JobId job(Asked asked) {
        return asked instanceof Asked.Devices devices ? devices.job() : null;
    }
}
