package io.switchman.events.kube.facts;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Selects objects by their labels. Source: {@code LabelSelectorAsSelector} in apimachinery.
 *
 * @param labels labels that must be there, all of them
 * @param requirements more that must hold, all of them
 */
public record LabelSelector(Map<String, String> labels, List<Requirement> requirements) {
    /** How a label is compared. */
    public enum Operator {
        IN,
        NOT_IN,
        EXISTS,
        DOES_NOT_EXIST
    }

    /**
     * One requirement.
     *
     * @param values for IN and NOT_IN
     */
    public record Requirement(String key, Operator operator, Set<String> values) {
        public Requirement {
            values = Set.copyOf(values);
        }

        boolean holds(Map<String, String> labels) {
            String value = labels.get(key);
            return switch (operator) {
                case IN -> value != null && values.contains(value);
                case NOT_IN -> value == null || !values.contains(value);
                case EXISTS -> value != null;
                case DOES_NOT_EXIST -> value == null;
            };
        }
    }

    public LabelSelector {
        labels = Map.copyOf(labels);
        requirements = List.copyOf(requirements);
    }

    /** Whether it asks for nothing. */
    public boolean isEmpty() {
        return labels.isEmpty() && requirements.isEmpty();
    }

    public boolean matches(Map<String, String> other) {
        return other.entrySet().containsAll(labels.entrySet())
                && requirements.stream().allMatch(requirement -> requirement.holds(other));
    }
}
