package io.switchman.extender.wire;

import java.util.List;
import java.util.Map;

/**
 * What we read of a pod; the rest of the object is skipped.
 *
 * @param uid its UID, may be empty in a hand-written request
 * @param namespace its namespace
 * @param name its name
 * @param annotations all its annotations
 * @param labels all its labels
 * @param containers what its containers ask for
 * @param priority {@code spec.priority}, 0 if absent
 * @param podGroup {@code spec.schedulingGroup.podGroupName}, empty if absent
 * @param preferences what it would rather have of its node
 * @param owner its controller as {@code kind/name}, empty if it has none
 * @param nodeRules a hash of what keeps it from nodes: pods with the same may use the same nodes, as pods of one controller do
 */
public record PodFacts(
        String uid,
        String namespace,
        String name,
        Map<String, String> annotations,
        Map<String, String> labels,
        List<ContainerNeeds> containers,
        int priority,
        String podGroup,
        NodePreferences preferences,
        String owner,
        int nodeRules) {
    /** A pod that may use any node, prefers none and has no controller. */
    public PodFacts(
            String uid,
            String namespace,
            String name,
            Map<String, String> annotations,
            Map<String, String> labels,
            List<ContainerNeeds> containers,
            int priority,
            String podGroup) {
        this(uid, namespace, name, annotations, labels, containers, priority, podGroup, NodePreferences.NONE, "", 0);
    }

    public PodFacts {
        annotations = Map.copyOf(annotations);
        labels = Map.copyOf(labels);
        containers = List.copyOf(containers);
    }

    /** {@code namespace/name}, for people. */
    public String fullName() {
        return namespace + "/" + name;
    }

    /** When a container runs, which decides whether its devices add up or are used again. */
    public enum Phase {
        /** Runs and ends before the containers start. */
        INIT,
        /** An init container with {@code restartPolicy: Always}: starts in its turn and stays. */
        SIDECAR,
        /** Runs with all others. */
        MAIN
    }

    /**
     * What one container asks for of extended resources, CPU and memory, by name as written.
     *
     * @param phase when it runs
     * @param name its name, for messages
     * @param requests its requests; a limit stands in where no request is given, as the API server's defaulting does
     * @param limits its limits
     */
    public record ContainerNeeds(Phase phase, String name, Map<String, String> requests, Map<String, String> limits) {
        public ContainerNeeds {
            requests = Map.copyOf(requests);
            limits = Map.copyOf(limits);
        }
    }
}
