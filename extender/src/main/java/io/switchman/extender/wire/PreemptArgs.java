package io.switchman.extender.wire;

import java.util.List;
import java.util.Map;

/**
 * What preempt gets: {@code ExtenderPreemptionArgs}, either form.
 *
 * @param pod the pod that wants room
 * @param victims candidates by node name, in the request's order
 */
public record PreemptArgs(PodFacts pod, Map<String, Victims> victims) {
    /**
     * Pods to evict from a node.
     *
     * @param uids their UIDs; may be empty, from Kubernetes 1.38 on
     * @param pdbViolations how many of them a PodDisruptionBudget protects
     */
    public record Victims(List<String> uids, long pdbViolations) {
        public Victims {
            uids = List.copyOf(uids);
        }
    }
}
