package io.switchman.events.kube.facts;

import io.switchman.topology.state.PodId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a Pod object tells.
 *
 * @param priority {@code spec.priority}, 0 if absent
 * @param labels all, for selectors
 * @param annotations those that begin with {@code switchman.io/}
 * @param owner its controller, or null
 * @param gang the group it belongs to, or null
 */
public record PodFacts(
        PodId id,
        String namespace,
        String name,
        int priority,
        PodLife life,
        PodNeeds needs,
        PodEvidence evidence,
        Map<String, String> labels,
        Map<String, String> annotations,
        @Nullable Owner owner,
        @Nullable GangRef gang)
        implements Fact {
    public PodFacts {
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
    }

    /** {@code namespace/name}, for people. */
    public String fullName() {
        return namespace + "/" + name;
    }
}
