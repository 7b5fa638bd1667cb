package io.switchman.events.cases;

import io.switchman.topology.kubelet.ContainerDemand;
import io.switchman.topology.kubelet.CpuFacts;
import io.switchman.topology.kubelet.KubeletFacts;
import io.switchman.topology.kubelet.KubeletNode;
import io.switchman.topology.kubelet.KubeletRelease;
import io.switchman.topology.kubelet.NumaNodes;
import io.switchman.topology.kubelet.PodDemand;
import io.switchman.topology.kubelet.TopologyPolicy;
import io.switchman.topology.kubelet.TopologyScope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns one case into what the model asks for. */
final class CaseTranslator {
    private final Json json;

    CaseTranslator(Json json) {
        this.json = json;
    }

    KubeletCase translate() throws CaseException {
        String name = json.get("name").text("case");
        MachineTranslator machine = new MachineTranslator(json.get("machine"), json.get("busy"));
        NumaNodes numa = numa(machine.numaIds());
        Json pod = json.get("pod");
        PodDemand demand = new PodDemand(containers(pod.get("initContainers")), containers(pod.get("containers")));
        if (demand.containers().isEmpty()) {
            throw pod.wrong("a pod with containers");
        }
        try {
            KubeletNode node = new KubeletNode(kubelet(numa), numa, machine.gpus(), machine.ports());
            machine.checkBusy();
            return new KubeletCase(name, node, demand, machine.gpuIds());
        } catch (IllegalArgumentException e) {
            throw new CaseException(name + ": " + e.getMessage());
        }
    }

    private static NumaNodes numa(List<Integer> ids) throws CaseException {
        List<List<Integer>> distances = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            List<Integer> row = new ArrayList<>();
            for (int j = 0; j < ids.size(); j++) {
                row.add(i == j ? 10 : 20);
            }
            distances.add(row);
        }
        try {
            return new NumaNodes(ids, distances);
        } catch (IllegalArgumentException e) {
            throw new CaseException(String.valueOf(e.getMessage()));
        }
    }

    private KubeletFacts kubelet(NumaNodes numa) throws CaseException {
        Json release = json.get("kubelet");
        Json policy = json.get("policy");
        Json scope = json.get("scope");
        Json closest = json.get("policyOptions");
        return new KubeletFacts(
                switch (release.text("1.36")) {
                    case "1.35" -> KubeletRelease.BEFORE_1_36;
                    case "1.36" -> KubeletRelease.FROM_1_36;
                    default -> throw release.wrong("1.35 or 1.36");
                },
                switch (policy.text("none")) {
                    case "none" -> TopologyPolicy.NONE;
                    case "best-effort" -> TopologyPolicy.BEST_EFFORT;
                    case "restricted" -> TopologyPolicy.RESTRICTED;
                    case "single-numa-node" -> TopologyPolicy.SINGLE_NUMA_NODE;
                    default -> throw policy.wrong("none, best-effort, restricted or single-numa-node");
                },
                switch (scope.text("container")) {
                    case "container" -> TopologyScope.CONTAINER;
                    case "pod" -> TopologyScope.POD;
                    default -> throw scope.wrong("container or pod");
                },
                !closest.absent()
                        && Boolean.parseBoolean(
                                closest.get("prefer-closest-numa-nodes").text("false")),
                cpus(numa.ids().size()));
    }

    /** The CPUs of the static CPU manager; the reserved ones are the lowest cores. */
    private @Nullable CpuFacts cpus(int nodes) throws CaseException {
        if (!json.get("cpuManager").text("none").equals("static")) {
            return null;
        }
        Json cpus = json.get("machine").get("cpus");
        int each = cpus.get("coresPerNuma").number(0, 4096)
                * cpus.get("threadsPerCore").number(1, 8);
        int reserved = cpus.get("reserved").number(0, 4096);
        List<Integer> total = new ArrayList<>();
        List<Integer> free = new ArrayList<>();
        for (int node = 0; node < nodes; node++) {
            int here = Math.min(reserved, each);
            reserved -= here;
            total.add(each);
            free.add(each - here);
        }
        return new CpuFacts(total, free);
    }

    private static List<ContainerDemand> containers(Json list) throws CaseException {
        List<ContainerDemand> containers = new ArrayList<>();
        for (Json item : list.items()) {
            Map<String, Integer> limits = new HashMap<>();
            for (Map.Entry<String, Json> limit : item.get("limits").fields().entrySet()) {
                limits.put(limit.getKey(), limit.getValue().number(0, 1 << 20));
            }
            containers.add(new ContainerDemand(
                    limits,
                    item.get("cpu").number(0, 1 << 20),
                    item.get("sidecar").truth()));
        }
        return containers;
    }
}
