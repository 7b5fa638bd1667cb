package io.switchman.events.kube.facts;

import io.switchman.events.machine.PortFacts;
import io.switchman.topology.model.Machine;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a MachineType object tells.
 *
 * @param selector labels that a node must carry, all of them
 * @param priority of several types that fit a node the highest counts
 * @param machine the machine of all these nodes, or null where its description is refused
 * @param ports what the description tells of each port beside its place
 */
public record MachineTypeFacts(
        String name,
        Map<String, String> selector,
        int priority,
        @Nullable Machine machine,
        List<PortFacts> ports) implements Fact {
    public MachineTypeFacts {
        selector = Map.copyOf(selector);
        ports = List.copyOf(ports);
    }

    /** Whether a node with these labels is of this type; a type without selector describes no node. */
    public boolean describes(Map<String, String> labels) {
        return !selector.isEmpty() && labels.entrySet().containsAll(selector.entrySet());
    }
}
