package io.switchman.events.kube.facts;

import io.switchman.events.machine.PortFacts;
import io.switchman.topology.kubelet.KubeletSetup;
import io.switchman.topology.model.Machine;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a NodeTopology object tells: the report of a node's agent.
 *
 * @param node the node's name, which is the object's
 * @param bootId the boot that was looked at, or null. A report of another boot than the node's own is late
 * @param sequence of the spec; grows with every report of one boot, 0 where not told
 * @param machine the machine, or null where it is absent or refused. It holds no UUIDs, so nodes that are alike share one
 *     object
 * @param ports what the description tells of each port beside its place, without addresses of VFs
 * @param ids what the node's own devices are called
 * @param kubelet how its kubelet is set up; whether it is steered stands in the status
 */
public record TopologyFacts(
        String node,
        @Nullable String bootId,
        long sequence,
        @Nullable Machine machine,
        List<PortFacts> ports,
        DeviceIds ids,
        KubeletSetup kubelet,
        TopologyStatus status)
        implements Fact {
    public TopologyFacts {
        ports = List.copyOf(ports);
    }
}
