package io.switchman.events.cases;

import io.switchman.topology.kubelet.KubeletNode;
import io.switchman.topology.kubelet.PodDemand;
import java.util.List;

/**
 * One question: what does the kubelet of this node do with this pod?
 *
 * @param gpuIds what the case calls the GPUs, in their order
 */
public record KubeletCase(String name, KubeletNode node, PodDemand pod, List<String> gpuIds) {
    public KubeletCase {
        gpuIds = List.copyOf(gpuIds);
    }
}
