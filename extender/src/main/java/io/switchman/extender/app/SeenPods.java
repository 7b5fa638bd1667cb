package io.switchman.extender.app;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.switchman.extender.request.Asked;
import io.switchman.extender.wire.PodFacts;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Pods that were filtered lately, by UID: bind names a pod without saying what it asks. Bounded; a pod that fell out must
 * be filtered again.
 */
final class SeenPods {
    private static final Duration KEPT = Duration.ofMinutes(15);

    private final Cache<String, Seen> pods;

    SeenPods(int capacity) {
        this.pods = Caffeine.newBuilder()
                .maximumSize(capacity)
                .expireAfterAccess(KEPT)
                .build();
    }

    /** A pod and what it asks. */
    record Seen(String fullName, int priority, Asked asked) {}

    void put(PodFacts pod, Asked asked) {
        if (!pod.uid().isEmpty()) {
            pods.put(pod.uid(), new Seen(pod.fullName(), pod.priority(), asked));
        }
    }

    @Nullable
    Seen get(String uid) {
        return pods.getIfPresent(uid);
    }
}
