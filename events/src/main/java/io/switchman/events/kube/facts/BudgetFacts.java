package io.switchman.events.kube.facts;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a PodDisruptionBudget tells.
 *
 * @param selector its pods, or null where it has none or it is refused: then it protects nothing here
 * @param disruptionsAllowed evictions it still allows, 0 or more
 * @param disrupted names of pods whose eviction is counted already
 */
public record BudgetFacts(
        String namespace, String name, @Nullable LabelSelector selector, int disruptionsAllowed, Set<String> disrupted)
        implements Fact {
    public BudgetFacts {
        disrupted = Set.copyOf(disrupted);
    }

    /**
     * Whether the eviction of a pod would count. As in kube-scheduler ({@code filterPodsWithPDBViolation}), a budget with
     * an empty selector protects no pod, and neither is one counted whose eviction was counted already.
     */
    public boolean counts(String podNamespace, String pod, Map<String, String> labels) {
        return namespace.equals(podNamespace)
                && selector != null
                && !selector.isEmpty()
                && selector.matches(labels)
                && !disrupted.contains(pod);
    }
}
