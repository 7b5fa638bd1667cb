package io.switchman.topology.kubelet;

import io.switchman.topology.model.GpuPlugin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Random nodes, pods and goals, small enough to walk all that may happen. */
final class RandomNodes {
    private final RandomGenerator random;

    RandomNodes(RandomGenerator random) {
        this.random = random;
    }

    KubeletNode node() {
        int gpus = oneIn(12) ? 9 + random.nextInt(2) : 1 + random.nextInt(8);
        int switches = 1 + random.nextInt(4);
        int numaNodes = 1 + random.nextInt(3);
        List<GpuUnit> units = new ArrayList<>();
        int[] places = new int[gpus];
        for (int i = 0; i < gpus; i++) {
            places[i] = i * switches / gpus;
            units.add(new GpuUnit(numa(places[i], numaNodes), place(places[i]), oneIn(4)));
        }
        int bridged = oneIn(4) ? random.nextInt(gpus) : -1;
        GpuScores scores = GpuScores.of(gpus, (i, j) -> {
            GpuScores.Closeness closeness = places[i] == places[j]
                    ? GpuScores.Closeness.SINGLE_SWITCH
                    : places[i] % numaNodes == places[j] % numaNodes
                            ? GpuScores.Closeness.SAME_CPU
                            : GpuScores.Closeness.CROSS_CPU;
            return GpuScores.score(closeness, j == bridged || i == bridged && j == bridged + 1 ? 4 : 0);
        });
        boolean rails = oneIn(2);
        int most = oneIn(2) ? 1 : 3;
        List<VfPort> ports = new ArrayList<>();
        int count = 1 + random.nextInt(rails ? 4 : 5);
        for (int i = 0; i < count; i++) {
            int place = i * switches / count;
            int vfs = 1 + random.nextInt(most);
            Set<Integer> busy = new HashSet<>();
            for (int vf = 0; vf < vfs; vf++) {
                if (oneIn(5)) {
                    busy.add(vf);
                }
            }
            String name = rails ? "rail" + i / (oneIn(3) ? 2 : 1) : "vf";
            ports.add(new VfPort(name, numa(place, numaNodes), place(place), vfs, busy));
        }
        GpuPlugin plugin = oneIn(8) ? GpuPlugin.OTHER : GpuPlugin.NVIDIA;
        return new KubeletNode(kubelet(numaNodes), numa(numaNodes), new GpuPool("gpu", units, scores, plugin), ports);
    }

    private static NumaNodes numa(int nodes) {
        List<Integer> ids = new ArrayList<>();
        List<List<Integer>> distances = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            ids.add(i);
            List<Integer> row = new ArrayList<>();
            for (int j = 0; j < nodes; j++) {
                row.add(i == j ? 10 : 20 + i + j);
            }
            distances.add(row);
        }
        return new NumaNodes(ids, distances);
    }

    private KubeletFacts kubelet(int numaNodes) {
        List<Integer> cpus = new ArrayList<>();
        List<Integer> free = new ArrayList<>();
        for (int i = 0; i < numaNodes; i++) {
            cpus.add(8);
            free.add(random.nextInt(9));
        }
        return new KubeletFacts(
                oneIn(2) ? KubeletRelease.BEFORE_1_36 : KubeletRelease.FROM_1_36,
                TopologyPolicy.values()[random.nextInt(4)],
                oneIn(2) ? TopologyScope.POD : TopologyScope.CONTAINER,
                oneIn(3),
                oneIn(4) ? new CpuFacts(cpus, free) : null);
    }

    private @Nullable Integer numa(int place, int numaNodes) {
        return oneIn(8) ? null : place % numaNodes;
    }

    private @Nullable String place(int place) {
        return oneIn(8) ? null : "s" + place;
    }

    /** A pod whose resources are each drawn once. */
    PodDemand pod(KubeletNode node) {
        List<Map<String, Integer>> limits = new ArrayList<>();
        int containers = 1 + random.nextInt(2);
        for (int i = 0; i < containers; i++) {
            limits.add(new HashMap<>());
        }
        limits.get(random.nextInt(containers))
                .put("gpu", random.nextInt(node.gpus().gpus().size() + 1));
        node.ports().stream().map(VfPort::resource).distinct().forEach(name -> {
            if (!oneIn(4)) {
                limits.get(random.nextInt(containers)).put(name, random.nextInt(4));
            }
        });
        List<ContainerDemand> main = new ArrayList<>();
        List<ContainerDemand> sidecars = new ArrayList<>();
        for (int i = 0; i < containers; i++) {
            boolean sidecar = i > 0 && oneIn(2);
            int cpus = i == 0 && oneIn(3) ? 1 + random.nextInt(10) : 0;
            (sidecar ? sidecars : main).add(new ContainerDemand(limits.get(i), cpus, sidecar));
        }
        return new PodDemand(sidecars, main);
    }

    Goal goal(KubeletNode node) {
        if (oneIn(3)) {
            return Goal.paired(node);
        }
        int classes = 1 + random.nextInt(3);
        int[] ofGpu = node.gpus().gpus().stream()
                .mapToInt(gpu -> random.nextInt(classes))
                .toArray();
        boolean someDown = oneIn(3);
        List<Goal.PortPlace> ports = new ArrayList<>();
        for (int port = 0; port < node.ports().size(); port++) {
            ports.add(new Goal.PortPlace(port, random.nextInt(classes), !someDown || random.nextBoolean()));
        }
        return Goal.aligned(ofGpu, ports, oneIn(2) ? 0 : 1 + random.nextInt(3));
    }

    private boolean oneIn(int cases) {
        return random.nextInt(cases) == 0;
    }
}
