package io.switchman.topology.kubelet;

import java.util.List;

/**
 * All of a node that decides what its kubelet does.
 *
 * @param ports in PCI order: the order of their VFs in the kubelet's lists follows from it
 */
public record KubeletNode(KubeletFacts kubelet, NumaNodes numa, GpuPool gpus, List<VfPort> ports) {
    public KubeletNode {
        ports = List.copyOf(ports);
    }
}
