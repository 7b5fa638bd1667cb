package io.switchman.events.kube.facts;

import io.switchman.topology.kubelet.ContainerDemand;
import io.switchman.topology.kubelet.PodDemand;
import java.util.List;

/**
 * What a pod asks for, container by container, in the order of the kubelet.
 *
 * @param init init containers, sidecars among them
 * @param containers all others
 * @param networks networks it wants to be attached to, by its annotation
 */
public record PodNeeds(List<Container> init, List<Container> containers, List<NetworkRef> networks) {
    /**
     * One container.
     *
     * @param demand managed resources by limit, zero limits too, and the CPUs that the static CPU manager would give
     */
    public record Container(String name, ContainerDemand demand) {}

    public PodNeeds {
        init = List.copyOf(init);
        containers = List.copyOf(containers);
        networks = List.copyOf(networks);
    }

    /** The same without names. */
    public PodDemand demand() {
        return new PodDemand(
                init.stream().map(Container::demand).toList(),
                containers.stream().map(Container::demand).toList());
    }

    /** Whether a container names a managed resource, be it with a limit of zero. */
    public boolean namesDevices() {
        return init.stream().anyMatch(c -> !c.demand().limits().isEmpty())
                || containers.stream().anyMatch(c -> !c.demand().limits().isEmpty());
    }
}
