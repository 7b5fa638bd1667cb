package io.switchman.extender.app;

import io.switchman.extender.request.Asked;
import io.switchman.extender.wire.PodFacts;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Pods that were filtered lately, by UID: bind names a pod without saying what it asks. Bounded; the pod that was looked
 * at longest ago falls out, never one that came just now, and must be filtered again. Used on the writer's thread only.
 */
final class SeenPods {
    /** More pods than any scheduler has between filter and bind; some 300 bytes each. */
    static final int CAPACITY = 100_000;

    private final Map<String, Seen> pods = new LinkedHashMap<>(16, 0.75f, true);

    /** A pod and what it asks. */
    record Seen(String fullName, int priority, Asked asked) {}

    void put(PodFacts pod, Asked asked) {
        if (pod.uid().isEmpty()) {
            return;
        }
        pods.put(pod.uid(), new Seen(pod.fullName(), pod.priority(), asked));
        if (pods.size() > CAPACITY) {
            pods.remove(pods.keySet().iterator().next());
        }
    }

    @Nullable
    Seen get(String uid) {
        return pods.get(uid);
    }
}
