package io.switchman.events.kube.facts;

import io.switchman.events.machine.PortFacts.Link;
import io.switchman.topology.model.PortId;
import io.switchman.topology.model.ResourceName;
import java.util.List;
import java.util.Map;

/**
 * What changes often on a node, by its agent.
 *
 * @param sequence grows with every report of one boot; 0 where there is no report
 * @param links by port; a port that is not named has an unknown link
 * @param inUse ids of devices that pods hold, by resource
 * @param steering whether the kubelet follows plans there
 */
public record TopologyStatus(
        long sequence, Map<PortId, Link> links, Map<ResourceName, List<String>> inUse, Steering steering) {
    /** A node of which no status was told. */
    public static final TopologyStatus NONE = new TopologyStatus(0, Map.of(), Map.of(), Steering.UNKNOWN);

    /** Whether an agent makes the kubelet follow plans. */
    public enum Steering {
        ON,
        OFF,
        UNKNOWN
    }

    public TopologyStatus {
        links = Map.copyOf(links);
        inUse = Map.copyOf(inUse);
    }
}
