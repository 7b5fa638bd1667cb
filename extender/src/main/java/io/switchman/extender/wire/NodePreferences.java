package io.switchman.extender.wire;

import java.util.List;

/**
 * What a pod would rather have of its node, of which nothing makes a node unfit.
 *
 * @param terms preferred node affinity, at most {@link #MAX_TERMS}
 * @param tolerations those that matter to taints that ask pods to stay away, at most {@link #MAX_TOLERATIONS}
 */
public record NodePreferences(List<Term> terms, List<Toleration> tolerations) {
    /** Says nothing. Taints still count against a node, because it tolerates none of them. */
    public static final NodePreferences NONE = new NodePreferences(List.of(), List.of());

    static final int MAX_TERMS = 64;
    static final int MAX_REQUIREMENTS = 64;
    static final int MAX_VALUES = 256;
    static final int MAX_TOLERATIONS = 256;

    public NodePreferences {
        terms = List.copyOf(terms);
        tolerations = List.copyOf(tolerations);
    }

    /**
     * Nodes that the pod would like.
     *
     * @param weight how much, 1 to 100
     * @param labels all of which the node's labels must meet
     * @param fields all of which the node's name must meet
     */
    public record Term(int weight, List<Requirement> labels, List<Requirement> fields) {
        public Term {
            labels = List.copyOf(labels);
            fields = List.copyOf(fields);
        }
    }

    /**
     * Something that a label or field must be.
     *
     * @param operator how the values count
     * @param values as the operator needs them: some, one or none
     */
    public record Requirement(String key, Operator operator, List<String> values) {
        public Requirement {
            values = List.copyOf(values);
        }
    }

    /** Source: {@code NodeSelectorOperator} in k8s.io/api core/v1. */
    public enum Operator {
        IN,
        NOT_IN,
        EXISTS,
        DOES_NOT_EXIST,
        GT,
        LT
    }

    /**
     * Taints that the pod does not mind.
     *
     * @param key their key, or empty for any
     * @param anyValue whether any value will do
     * @param value their value, where not any will do
     */
    public record Toleration(String key, boolean anyValue, String value) {}
}
