package io.switchman.topology.kubelet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Asks the topology manager: collects the hints of all providers and follows the policy ({@code scope.Admit}). */
final class Admitting {
    private final KubeletNode node;
    private final List<Map.Entry<String, DevicePool>> pools;

    Admitting(Pools pools) {
        this.node = pools.node;
        this.pools = List.copyOf(pools.byName().entrySet());
    }

    /**
     * The verdict on a container or, in the scope pod, on a whole pod.
     *
     * @param holdings of each resource, in the order of the pools
     * @param reuse whether devices that ended init containers leave take part
     */
    Admission of(List<Holdings> holdings, CpuStand stand, Map<String, Integer> limits, int cpus, boolean reuse) {
        if (node.kubelet().policy() == TopologyPolicy.NONE) {
            return new Admission(true, Hint.ANY);
        }
        List<List<Hint>> lists = new ArrayList<>();
        for (int i = 0; i < pools.size(); i++) {
            Integer request = limits.get(pools.get(i).getKey());
            if (request != null) {
                DevicePool pool = pools.get(i).getValue();
                Holdings now = holdings.get(i);
                lists.add(DeviceHints.of(
                        pool.all(),
                        pool.free(now),
                        reuse ? pool.reusable(now) : new Census(),
                        node.numa().mask(),
                        node.kubelet().release(),
                        request));
            }
        }
        CpuFacts facts = node.kubelet().cpus();
        if (facts != null) {
            lists.add(stand.hints(facts, node.numa(), cpus));
        }
        return Admission.of(node.kubelet(), node.numa(), lists);
    }
}
