package io.switchman.topology.kubelet;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The resources of a node, each with the bookkeeping that its size and the order of its lists need. */
final class Pools {
    /** Devices up to which a Go map keeps their order. */
    private static final int KEPT = 8;

    /** NUMA nodes above which the masks are too many. */
    private static final int NUMA_NODES = 12;

    final KubeletNode node;
    final GpuChoosing gpuChoosing;
    private final Goal goal;
    private final Map<String, DevicePool> pools = new LinkedHashMap<>();

    Pools(KubeletNode node, ListOrder order, Goal goal) {
        if (node.numa().ids().size() > NUMA_NODES && node.kubelet().policy() != TopologyPolicy.NONE) {
            throw new TooManyOutcomes();
        }
        this.node = node;
        this.goal = goal;
        this.gpuChoosing = new GpuChoosing(node.gpus());
        List<ListedPool.Member> gpus = new ArrayList<>();
        for (GpuUnit gpu : node.gpus().gpus()) {
            gpus.add(new ListedPool.Member(gpu.numa(), -1, gpu.busy()));
        }
        boolean kept = order == ListOrder.STOCK && gpus.size() <= KEPT;
        pools.put(node.gpus().resource(), new ListedPool(gpus, goal.places(), kept, 1, gpuChoosing));
        Map<String, List<Integer>> byResource = new LinkedHashMap<>();
        for (int port = 0; port < node.ports().size(); port++) {
            byResource
                    .computeIfAbsent(node.ports().get(port).resource(), name -> new ArrayList<>())
                    .add(port);
        }
        byResource.forEach((name, ports) -> pools.put(name, vfs(ports, order)));
    }

    /** The resources by name; those of the kubelet's other managers are not among them. */
    Map<String, DevicePool> byName() {
        return pools;
    }

    private DevicePool vfs(List<Integer> ports, ListOrder order) {
        List<CountedPool.Group> groups = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        List<Integer> free = new ArrayList<>();
        List<ListedPool.Member> members = new ArrayList<>();
        for (int index : ports) {
            VfPort port = node.ports().get(index);
            CountedPool.Group group = new CountedPool.Group(port.numa(), goal.placeOfPort(index));
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
                ? new ListedPool(members, goal.places(), true, 2, null)
                : new CountedPool(groups, sizes, free, goal.places());
    }
}
