package io.switchman.extender.app;

import io.switchman.extender.request.Asked;
import io.switchman.extender.wire.PodFacts;
import io.switchman.topology.state.PodId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pods as the cluster tells of them. Asked on the writer's thread. */
@FunctionalInterface
public interface WatchedPods {
    /** Nobody tells. */
    WatchedPods NONE = _ -> null;

    /** What is known of a pod, or null. */
    @Nullable
    Watched of(PodId pod);

    /** The gang of a pod that the scheduler asks about; null where it comes alone, or nobody says how many belong together. */
    default @Nullable Gang gangOf(PodFacts pod) {
        return null;
    }

    /** What limits evictions. */
    default List<Budget> budgets() {
        return List.of();
    }

    /**
     * A pod.
     *
     * @param fullName {@code namespace/name}
     * @param node where it is bound, or null
     * @param nominated where preemption makes room for it, or somebody else means it to go; or null
     * @param isOver whether it has ended
     */
    record Watched(
            String fullName,
            int priority,
            @Nullable String node,
            @Nullable String nominated,
            boolean isOver,
            Map<String, String> labels,
            Asked asked) {
        public Watched {
            labels = Map.copyOf(labels);
        }

        /** A pod without labels that nobody means to go anywhere. */
        public Watched(String fullName, int priority, @Nullable String node, boolean isOver, Asked asked) {
            this(fullName, priority, node, null, isOver, Map.of(), asked);
        }

        String namespace() {
            return fullName.substring(0, fullName.indexOf('/'));
        }

        String name() {
            return fullName.substring(fullName.indexOf('/') + 1);
        }
    }
}
