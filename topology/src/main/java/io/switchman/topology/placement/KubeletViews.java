package io.switchman.topology.placement;

import io.switchman.topology.kubelet.Forecast;
import io.switchman.topology.kubelet.Goal;
import io.switchman.topology.kubelet.GpuPool;
import io.switchman.topology.kubelet.GpuScores;
import io.switchman.topology.kubelet.GpuUnit;
import io.switchman.topology.kubelet.KubeletFacts;
import io.switchman.topology.kubelet.KubeletNode;
import io.switchman.topology.kubelet.NumaNodes;
import io.switchman.topology.kubelet.Remedy;
import io.switchman.topology.kubelet.VfPort;
import io.switchman.topology.model.GpuPlugin;
import io.switchman.topology.model.Locality;
import io.switchman.topology.model.Machine;
import io.switchman.topology.model.VfSource;
import io.switchman.topology.state.NodeShape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Machines as a kubelet sees them, kept for those seen before. */
final class KubeletViews {
    /** Views kept; when there are more, all are made anew as they are needed. */
    private static final int MOST = 4_096;

    private record Key(Machine machine, @Nullable String gpus) {}

    private final Map<Key, GpuView> known = new ConcurrentHashMap<>();

    /** The view of a machine for a request. */
    View of(Machine machine, Request request) {
        String name = gpuName(machine, request);
        if (known.size() > MOST) {
            known.clear();
        }
        return new View(known.computeIfAbsent(new Key(machine, name), GpuView::of), machine, request);
    }

    /** The name that GPUs are asked by; a limit of zero asks, too, because it has hints. */
    private static @Nullable String gpuName(Machine machine, Request request) {
        if (request.gpus() != null) {
            return request.gpus().resource().value();
        }
        return request.pod().names().stream()
                .filter(name -> machine.gpus().stream()
                        .anyMatch(gpu -> gpu.resource().value().equals(name)))
                .findFirst()
                .orElse(null);
    }

    /** The GPUs of one name and the NUMA nodes; the same for every request. */
    private record GpuView(
            String name, @Nullable NumaNodes numa, List<Integer> gpus, GpuScores scores, GpuPlugin plugin) {
        static GpuView of(Key key) {
            Machine machine = key.machine();
            List<Integer> gpus = IntStream.range(0, machine.gpus().size())
                    .filter(i -> machine.gpus().get(i).resource().value().equals(key.gpus()))
                    .boxed()
                    .toList();
            return new GpuView(
                    key.gpus() == null ? "" : key.gpus(),
                    KubeletSight.numa(machine),
                    gpus,
                    KubeletSight.scores(machine, gpus),
                    KubeletSight.plugin(machine, gpus));
        }
    }

    /** A machine for one request: the devices it names, in PCI order. */
    static final class View {
        private final GpuView gpus;
        private final Machine machine;
        private final List<Integer> sources = new ArrayList<>();
        private final boolean eachNameOnOnePort;

        private View(GpuView gpus, Machine machine, Request request) {
            this.gpus = gpus;
            this.machine = machine;
            Set<String> names = request.pod().names();
            Set<String> seen = new HashSet<>();
            boolean distinct = true;
            for (int i = 0; i < machine.sources().size(); i++) {
                String name = machine.sources().get(i).pool().resource().value();
                if (names.contains(name)) {
                    sources.add(i);
                    distinct &= seen.add(name);
                }
            }
            this.eachNameOnOnePort = distinct;
        }

        /** Whether the kubelet has no choice of ports. */
        boolean isEachNameOnOnePort() {
            return eachNameOnOnePort;
        }

        /** The same forecast with the machine's numbers of GPUs. */
        Forecast onMachine(Forecast forecast) {
            if (gpus.gpus().size() == machine.gpus().size()) {
                return forecast;
            }
            List<Long> sets = forecast.gpuSets().stream().map(this::onMachine).toList();
            return new Forecast(forecast.kind(), forecast.p(), sets);
        }

        /** The same change with the machine's numbers of GPUs. */
        @Nullable
        Remedy onMachine(@Nullable Remedy remedy) {
            return remedy instanceof Remedy.FreedGpu(int gpu)
                    ? new Remedy.FreedGpu(gpus.gpus().get(gpu))
                    : remedy;
        }

        /** A set with the machine's numbers of GPUs. */
        long onMachine(long set) {
            long gpusOfMachine = 0;
            for (long left = set; left != 0; left &= left - 1) {
                gpusOfMachine |= 1L << gpus.gpus().get(Long.numberOfTrailingZeros(left));
            }
            return gpusOfMachine;
        }

        /** The machine's source of an entry of {@link KubeletNode#ports}. */
        List<Integer> sources() {
            return sources;
        }

        /** The node in each way its kubelet may be set up; none where that cannot be listed. */
        List<KubeletNode> nodes(NodeShape shape, Request request, @Nullable Plan plan) {
            NumaNodes numa = gpus.numa();
            if (numa == null) {
                return List.of();
            }
            GpuPool pool = plan != null && shape.kubelet().steered()
                    ? pool(shape).steeredTo(ofView(plan.gpus()))
                    : pool(shape);
            List<VfPort> ports = ports(shape);
            List<KubeletNode> nodes = new ArrayList<>();
            for (KubeletFacts facts : shape.kubelet().possible(numa, request.pod())) {
                nodes.add(new KubeletNode(facts, numa, pool, ports));
            }
            return nodes;
        }

        /** Machine GPUs as bits by index of the view. */
        private long ofView(List<Integer> planned) {
            long set = 0;
            for (int gpu : planned) {
                set |= 1L << gpus.gpus().indexOf(gpu);
            }
            return set;
        }

        private GpuPool pool(NodeShape shape) {
            List<GpuUnit> units = new ArrayList<>();
            for (int gpu : gpus.gpus()) {
                Integer numa = KubeletSight.numaOfGpu(machine.gpus().get(gpu));
                units.add(new GpuUnit(numa, null, (shape.freeGpus() >>> gpu & 1) == 0));
            }
            return new GpuPool(gpus.name(), units, gpus.scores(), gpus.plugin());
        }

        private List<VfPort> ports(NodeShape shape) {
            List<VfPort> ports = new ArrayList<>();
            for (int source : sources) {
                VfSource from = machine.sources().get(source);
                int total = shape.existingVfs(source);
                ports.add(new VfPort(
                        from.pool().resource().value(),
                        KubeletSight.numaOf(machine.ports().get(from.port()).device()),
                        null,
                        total,
                        KubeletSight.firstOf(total - shape.freeVfs(source))));
            }
            return ports;
        }

        /** Aligned within a locality. */
        Goal goal(Locality within, NodeShape shape, int distinctPorts) {
            int[] ofGpu = gpus.gpus().stream()
                    .mapToInt(gpu -> machine.tree().ofGpu(within, gpu))
                    .toArray();
            List<Goal.PortPlace> places = new ArrayList<>();
            for (int source : sources) {
                int port = machine.sources().get(source).port();
                places.add(new Goal.PortPlace(port, machine.tree().ofPort(within, port), shape.isUsable(port)));
            }
            return Goal.aligned(ofGpu, places, distinctPorts);
        }
    }
}
