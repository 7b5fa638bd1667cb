package io.switchman.events.kube.facts;

import java.util.List;

/**
 * Devices that a kubelet says it gave to a container, from {@code allocatedResourcesStatus}.
 *
 * @param container its name
 * @param resource the name they were asked for by
 * @param ids as the device plugin calls them: UUIDs of GPUs, PCI addresses of VFs
 * @param unhealthy those of them that the plugin calls unhealthy
 */
public record DeviceEvidence(String container, String resource, List<String> ids, List<String> unhealthy) {
    public DeviceEvidence {
        ids = List.copyOf(ids);
        unhealthy = List.copyOf(unhealthy);
    }
}
