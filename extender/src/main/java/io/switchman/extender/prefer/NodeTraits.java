package io.switchman.extender.prefer;

import io.switchman.events.kube.facts.Taint;
import java.util.List;
import java.util.Map;

/**
 * What pods may like or dislike of a node.
 *
 * @param labels its labels
 * @param taints its taints, of every effect
 */
public record NodeTraits(Map<String, String> labels, List<Taint> taints) {
    /** A node of which nothing is known but its name. */
    public static final NodeTraits NONE = new NodeTraits(Map.of(), List.of());

    public NodeTraits {
        labels = Map.copyOf(labels);
        taints = List.copyOf(taints);
    }
}
