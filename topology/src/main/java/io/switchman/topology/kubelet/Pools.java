package io.switchman.topology.kubelet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The resources of a node, each with the bookkeeping that its size and the order of its lists need. */
final class Pools {
    /** Devices up to which a Go map keeps their order. */
    private static final int KEPT = 8;

    /** NUMA nodes above which the masks are too many. */
    private static final int NUMA_NODES = 12;

    final KubeletNode node;
    final GpuChoosing gpuChoosing;
    private final Map<String, Integer> switches = new HashMap<>();
    private final Map<String, DevicePool> pools = new LinkedHashMap<>();

    Pools(KubeletNode node, ListOrder order) {
        if (node.numa().ids().size() > NUMA_NODES && node.kubelet().policy() != TopologyPolicy.NONE) {
            throw new TooManyOutcomes();
        }
        this.node = node;
        this.gpuChoosing = new GpuChoosing(node.gpus());
        List<ListedPool.Member> gpus = new ArrayList<>();
        for (GpuUnit gpu : node.gpus().gpus()) {
            if (gpu.switchKey() != null) {
                switches.putIfAbsent(gpu.switchKey(), switches.size());
            }
            gpus.add(new ListedPool.Member(gpu.numa(), place(gpu.switchKey()), gpu.busy()));
        }
        boolean kept = order == ListOrder.STOCK && gpus.size() <= KEPT;
        pools.put(node.gpus().resource(), new ListedPool(gpus, switches.size(), kept, 1, gpuChoosing));
        Map<String, List<VfPort>> byResource = new LinkedHashMap<>();
        for (VfPort port : node.ports()) {
            byResource
                    .computeIfAbsent(port.resource(), name -> new ArrayList<>())
                    .add(port);
        }
        byResource.forEach((name, ports) -> pools.put(name, vfs(ports, order)));
    }

    /** The resources by name; those of the kubelet's other managers are not among them. */
    Map<String, DevicePool> byName() {
        return pools;
    }

    int switches() {
        return switches.size();
    }

    /** The switch of a GPU, or -1. */
    int gpuPlace(int gpu) {
        return place(node.gpus().gpus().get(gpu).switchKey());
    }

    private int place(@Nullable String switchKey) {
        return switchKey == null ? -1 : switches.getOrDefault(switchKey, -1);
    }

    private DevicePool vfs(List<VfPort> ports, ListOrder order) {
        List<CountedPool.Group> groups = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        List<Integer> free = new ArrayList<>();
        List<ListedPool.Member> members = new ArrayList<>();
        for (VfPort port : ports) {
            CountedPool.Group group = new CountedPool.Group(port.numa(), place(port.switchKey()));
            int at = groups.indexOf(group);
            if (at < 0) {
                at = groups.size();
                groups.add(group);
                sizes.add(0);
                free.add(0);
            }
            sizes.set(at, sizes.get(at) + port.vfs());
            free.set(at, free.get(at) + port.vfs() - port.busy().size());
            for (int vf = 0; vf < port.vfs() && members.size() <= KEPT; vf++) {
                members.add(new ListedPool.Member(
                        group.numa(), group.place(), port.busy().contains(vf)));
            }
        }
        // The SR-IOV plugin copies its pool into a second map before it sends it.
        return order == ListOrder.STOCK && members.size() <= KEPT && groups.size() > 1
                ? new ListedPool(members, switches.size(), true, 2, null)
                : new CountedPool(groups, sizes, free, switches.size());
    }
}
