package io.switchman.events.kube.facts;

import java.util.List;

/**
 * What the object says the pod really got.
 *
 * @param devices by the kubelet; sidecars have none there
 * @param networks by Multus, weaker
 */
public record PodEvidence(List<DeviceEvidence> devices, List<NetworkEvidence> networks) {
    public static final PodEvidence NONE = new PodEvidence(List.of(), List.of());

    public PodEvidence {
        devices = List.copyOf(devices);
        networks = List.copyOf(networks);
    }
}
