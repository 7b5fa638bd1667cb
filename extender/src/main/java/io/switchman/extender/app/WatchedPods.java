package io.switchman.extender.app;

import io.switchman.extender.request.Asked;
import io.switchman.topology.state.PodId;
import org.jspecify.annotations.Nullable;

/** Pods as the cluster tells of them. Asked on the writer's thread. */
@FunctionalInterface
public interface WatchedPods {
    /** Nobody tells. */
    WatchedPods NONE = _ -> null;

    /** What is known of a pod, or null. */
    @Nullable
    Watched of(PodId pod);

    /**
     * A pod.
     *
     * @param fullName {@code namespace/name}
     * @param node where it is bound, or null
     * @param isOver whether it has ended
     */
    record Watched(String fullName, int priority, @Nullable String node, boolean isOver, Asked asked) {}
}
