package io.switchman.topology.kubelet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Makes every change that {@link Remedies} knows, one after another, and looks whether alignment is certain then. */
record Changes(KubeletNode node, PodDemand pod, Goal goal) {
    boolean isCertain() {
        return Forecast.of(node, pod, goal).kind() == OutcomeClass.CERTAIN;
    }

    /** Whether a change does what it is there for: made in some way that its words allow, it makes alignment certain. */
    boolean helps(Remedy remedy) {
        return made(remedy).anyMatch(Changes::isCertain);
    }

    /** The changes that consist of one step, cheapest first; names only where some name is a pool's. */
    List<Remedy> single() {
        List<Remedy> all = new ArrayList<>();
        long names = node.ports().stream().map(VfPort::resource).distinct().count();
        int gpus = pod.limits().getOrDefault(node.gpus().resource(), 0);
        boolean vfs = node.ports().stream().anyMatch(port -> pod.limits().getOrDefault(port.resource(), 0) > 0);
        if (names < node.ports().size() && gpus > 0 && vfs && pod.isDrawnOnce()) {
            all.add(new Remedy.RailNames());
        }
        for (TopologyPolicy policy : TopologyPolicy.values()) {
            all.add(new Remedy.OtherPolicy(policy));
        }
        for (TopologyScope scope : TopologyScope.values()) {
            all.add(new Remedy.OtherScope(scope));
        }
        for (int i = 0; i < node.gpus().gpus().size(); i++) {
            if (node.gpus().gpus().get(i).busy()) {
                all.add(new Remedy.FreedGpu(i));
            }
        }
        all.add(new Remedy.Steering());
        return all;
    }

    /** Steps that cost about the same are of one rank. */
    static int rank(Remedy remedy) {
        return switch (remedy) {
            case Remedy.RailNames _ -> 0;
            case Remedy.OtherPolicy _ -> 1;
            case Remedy.OtherScope _ -> 2;
            case Remedy.FreedGpu _ -> 3;
            case Remedy.Steering _ -> 4;
            case Remedy.Both _ -> 5;
        };
    }

    private Stream<Changes> made(Remedy remedy) {
        KubeletFacts facts = node.kubelet();
        GpuPool pool = node.gpus();
        return switch (remedy) {
            case Remedy.RailNames _ -> named();
            case Remedy.OtherPolicy(TopologyPolicy policy) ->
                Stream.of(with(
                        new KubeletFacts(facts.release(), policy, facts.scope(), facts.preferClosest(), facts.cpus())));
            case Remedy.OtherScope(TopologyScope scope) ->
                Stream.of(with(
                        new KubeletFacts(facts.release(), facts.policy(), scope, facts.preferClosest(), facts.cpus())));
            case Remedy.FreedGpu(int gpu) -> {
                List<GpuUnit> units = new ArrayList<>(pool.gpus());
                units.set(gpu, new GpuUnit(units.get(gpu).numa(), units.get(gpu).switchKey(), false));
                yield Stream.of(with(new GpuPool(pool.resource(), units, pool.scores(), pool.plugin())));
            }
            case Remedy.Steering _ ->
                IntStream.range(1, 1 << pool.gpus().size()).mapToObj(set -> with(pool.steeredTo(set)));
            case Remedy.Both(Remedy first, Remedy second) -> made(first).flatMap(changed -> changed.made(second));
        };
    }

    private Changes with(KubeletFacts facts) {
        return new Changes(new KubeletNode(facts, node.numa(), node.gpus(), node.ports()), pod, goal);
    }

    private Changes with(GpuPool gpus) {
        return new Changes(new KubeletNode(node.kubelet(), node.numa(), gpus, node.ports()), pod, goal);
    }

    /** A name for each port, and each way in which the pod's VFs can be asked for by these names; only if each is drawn once. */
    private Stream<Changes> named() {
        List<VfPort> ports = new ArrayList<>();
        for (int i = 0; i < node.ports().size(); i++) {
            VfPort port = node.ports().get(i);
            ports.add(new VfPort("name" + i, port.numa(), port.switchKey(), port.vfs(), port.busy()));
        }
        KubeletNode named = new KubeletNode(node.kubelet(), node.numa(), node.gpus(), ports);
        List<Map<String, Map<String, Integer>>> ways = new ArrayList<>();
        ways.add(Map.of());
        for (Map.Entry<String, Integer> limit : pod.limits().entrySet()) {
            List<Integer> carriers = IntStream.range(0, node.ports().size())
                    .filter(i -> node.ports().get(i).resource().equals(limit.getKey()))
                    .boxed()
                    .toList();
            if (!carriers.isEmpty() && limit.getValue() > 0) {
                ways = ways.stream()
                        .flatMap(way -> split(carriers, limit.getValue()).map(parts -> {
                            Map<String, Map<String, Integer>> more = new HashMap<>(way);
                            more.put(limit.getKey(), parts);
                            return more;
                        }))
                        .toList();
            }
        }
        return ways.stream().map(way -> new Changes(named, renamed(way), goal));
    }

    /** All ways to draw so many VFs from some ports. */
    private static Stream<Map<String, Integer>> split(List<Integer> carriers, int count) {
        if (carriers.size() == 1) {
            return Stream.of(count == 0 ? Map.of() : Map.of("name" + carriers.getFirst(), count));
        }
        return IntStream.rangeClosed(0, count)
                .boxed()
                .flatMap(here -> split(carriers.subList(1, carriers.size()), count - here)
                        .map(rest -> {
                            Map<String, Integer> all = new HashMap<>(rest);
                            if (here > 0) {
                                all.put("name" + carriers.getFirst(), here);
                            }
                            return all;
                        }));
    }

    private PodDemand renamed(Map<String, Map<String, Integer>> way) {
        return new PodDemand(
                pod.init().stream().map(container -> renamed(container, way)).toList(),
                pod.containers().stream()
                        .map(container -> renamed(container, way))
                        .toList());
    }

    private static ContainerDemand renamed(ContainerDemand container, Map<String, Map<String, Integer>> way) {
        Map<String, Integer> limits = new HashMap<>();
        container.limits().forEach((name, count) -> {
            if (count > 0 && way.containsKey(name)) {
                limits.putAll(Objects.requireNonNull(way.get(name)));
            } else {
                limits.put(name, count);
            }
        });
        return new ContainerDemand(limits, container.cpus(), container.sidecar());
    }
}
