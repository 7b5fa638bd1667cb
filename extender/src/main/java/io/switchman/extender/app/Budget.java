package io.switchman.extender.app;

import java.util.Map;

/**
 * What limits how many pods may be evicted.
 *
 * @param allowed evictions that it still allows, 0 or more
 * @param protects which pods it is about
 */
public record Budget(int allowed, Protects protects) {
    /** Which pods a budget is about. */
    @FunctionalInterface
    public interface Protects {
        /** Whether the eviction of a pod counts. */
        boolean counts(String namespace, String pod, Map<String, String> labels);
    }

    /** Whether the eviction of a pod counts. As in kube-scheduler, a pod without labels is protected by nothing. */
    boolean counts(WatchedPods.Watched pod) {
        return !pod.labels().isEmpty() && protects.counts(pod.namespace(), pod.name(), pod.labels());
    }
}
