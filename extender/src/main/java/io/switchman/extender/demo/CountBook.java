package io.switchman.extender.demo;

import io.switchman.extender.embedded.EmbeddedCluster;
import io.switchman.topology.model.Gpu;
import io.switchman.topology.model.Machine;
import io.switchman.topology.model.VfSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What kube-scheduler knows of nodes by itself: how much of each resource is free. */
final class CountBook {
    private final List<String> names = new ArrayList<>();
    private final Map<String, Map<String, Integer>> free = new HashMap<>();

    CountBook(List<EmbeddedCluster.Member> members) {
        for (EmbeddedCluster.Member member : members) {
            names.add(member.name());
            free.put(member.name(), allocatable(member.machine()));
        }
    }

    /** Nodes that have enough of everything, in the order of the cluster. */
    List<String> fitting(DemoPod pod) {
        Map<String, Integer> wanted = pod.requests();
        return names.stream().filter(name -> fits(name, wanted)).toList();
    }

    int free(String node, String resource) {
        return free.getOrDefault(node, Map.of()).getOrDefault(resource, 0);
    }

    void take(String node, DemoPod pod) {
        add(node, pod, -1);
    }

    void give(String node, DemoPod pod) {
        add(node, pod, 1);
    }

    private boolean fits(String node, Map<String, Integer> wanted) {
        for (Map.Entry<String, Integer> entry : wanted.entrySet()) {
            if (free(node, entry.getKey()) < entry.getValue()) {
                return false;
            }
        }
        return true;
    }

    private void add(String node, DemoPod pod, int sign) {
        Map<String, Integer> book = free.computeIfAbsent(node, _ -> new HashMap<>());
        pod.requests().forEach((name, n) -> book.merge(name, sign * n, Integer::sum));
    }

    private static Map<String, Integer> allocatable(Machine machine) {
        Map<String, Integer> counts = new HashMap<>();
        for (Gpu gpu : machine.gpus()) {
            counts.merge(gpu.resource().value(), 1, Integer::sum);
        }
        for (VfSource source : machine.sources()) {
            counts.merge(source.pool().resource().value(), source.pool().total(), Integer::sum);
        }
        return counts;
    }
}
