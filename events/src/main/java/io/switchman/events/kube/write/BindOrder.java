package io.switchman.events.kube.write;

import io.switchman.topology.state.PodId;
import java.util.Map;

/**
 * A pod that is to be bound.
 *
 * @param uid which pod of that name; another one is not bound
 * @param namespace its namespace
 * @param name its name
 * @param node where to
 * @param annotations are written to the pod in the same transaction as the node's name, over those it has
 */
public record BindOrder(PodId uid, String namespace, String name, String node, Map<String, String> annotations) {
    public BindOrder {
        annotations = Map.copyOf(annotations);
    }
}
