package io.switchman.topology.kubelet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The resources of a node for runs of a kubelet; the GPUs come first. */
final class SampledNode {
    private final Map<String, Integer> switches = new HashMap<>();
    private final Map<String, SampledPool> byName = new LinkedHashMap<>();

    SampledNode(KubeletNode node) {
        for (GpuUnit gpu : node.gpus().gpus()) {
            if (gpu.switchKey() != null) {
                switches.putIfAbsent(gpu.switchKey(), switches.size());
            }
        }
        byName.put(node.gpus().resource(), gpus(node.gpus()));
        Map<String, List<VfPort>> ports = new LinkedHashMap<>();
        for (VfPort port : node.ports()) {
            ports.computeIfAbsent(port.resource(), name -> new ArrayList<>()).add(port);
        }
        ports.forEach((name, each) -> byName.put(name, vfs(each)));
    }

    private SampledPool gpus(GpuPool gpus) {
        int count = gpus.gpus().size();
        int[] numa = new int[count];
        int[] places = new int[count];
        boolean[] busy = new boolean[count];
        for (int i = 0; i < count; i++) {
            GpuUnit gpu = gpus.gpus().get(i);
            numa[i] = node(gpu.numa());
            places[i] = place(gpu.switchKey());
            busy[i] = gpu.busy();
        }
        return new SampledPool(numa, places, busy, 1, new NvidiaSampler(gpus.scores()));
    }

    /** The SR-IOV plugin copies its pool into a second map before it sends it. */
    private SampledPool vfs(List<VfPort> ports) {
        int count = ports.stream().mapToInt(VfPort::vfs).sum();
        int[] numa = new int[count];
        int[] places = new int[count];
        boolean[] busy = new boolean[count];
        int i = 0;
        for (VfPort port : ports) {
            for (int vf = 0; vf < port.vfs(); vf++) {
                numa[i] = node(port.numa());
                places[i] = place(port.switchKey());
                busy[i++] = port.busy().contains(vf);
            }
        }
        return new SampledPool(numa, places, busy, 2, null);
    }

    private static int node(@Nullable Integer numa) {
        return numa == null ? SampledPool.NOWHERE : numa;
    }

    private int place(@Nullable String switchKey) {
        return switchKey == null ? -1 : Objects.requireNonNullElse(switches.get(switchKey), -1);
    }

    List<SampledPool> pools() {
        return List.copyOf(byName.values());
    }

    int switches() {
        return switches.size();
    }

    /** What is asked of each pool, or -1 where nothing is said of it. */
    int[] limits(Map<String, Integer> limits) {
        return byName.keySet().stream()
                .mapToInt(name -> Objects.requireNonNullElse(limits.get(name), -1))
                .toArray();
    }
}
