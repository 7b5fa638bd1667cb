package io.switchman.topology.kubelet;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the cheapest change that makes alignment certain: other names in the pod, another setting of the kubelet, a GPU
 * freed, a steered node; then two of them together.
 */
public final class Remedies {
    /** Sets of GPUs that names are tried for; four of eight are seventy. */
    private static final int MOST_SETS = 128;

    /** Choices of ports that are tried one by one; three VFs from a pool of eight ports are 120. */
    private static final int MOST_WAYS = 128;

    /** Those that admit every pod first. */
    private static final List<TopologyPolicy> POLICIES = List.of(
            TopologyPolicy.BEST_EFFORT,
            TopologyPolicy.NONE,
            TopologyPolicy.SINGLE_NUMA_NODE,
            TopologyPolicy.RESTRICTED);

    private final List<KubeletNode> nodes;
    private final PodDemand pod;
    private final Goal goal;

    private Remedies(List<KubeletNode> nodes, PodDemand pod, Goal goal) {
        this.nodes = nodes;
        this.pod = pod;
        this.goal = goal;
    }

    /**
     * The cheapest change, or null if none of those known helps or none is needed.
     *
     * @param nodes the node in each way it may be set up, 1 or more
     */
    public static @Nullable Remedy cheapest(List<KubeletNode> nodes, PodDemand pod, Goal goal) {
        return new Remedies(nodes, pod, goal).cheapest();
    }

    private @Nullable Remedy cheapest() {
        if (isCertain(nodes, pod)) {
            return null;
        }
        List<Long> sets = sets();
        Set<List<Integer>> choices = choices(sets);
        if (helpsByNames(nodes, choices)) {
            return new Remedy.RailNames();
        }
        Remedy setting = setting(Set.of());
        if (setting != null) {
            return setting;
        }
        for (int gpu = 0; gpu < gpus().size(); gpu++) {
            int freed = gpu;
            if (gpus().get(gpu).busy()
                    && isCertain(nodes.stream().map(node -> freed(node, freed)).toList(), pod)) {
                return new Remedy.FreedGpu(gpu);
            }
        }
        if (sets.stream().anyMatch(set -> isCertain(steered(set), pod))) {
            return new Remedy.Steering();
        }
        Remedy both = choices.isEmpty() ? null : setting(choices);
        if (both != null) {
            return new Remedy.Both(new Remedy.RailNames(), both);
        }
        return canBeNamed() && sets.stream().anyMatch(set -> helpsByNames(steered(set), Set.of(portsFor(set))))
                ? new Remedy.Both(new Remedy.RailNames(), new Remedy.Steering())
                : null;
    }

    /** Another policy or scope, where it is certain with it, by the names of some choice of ports if there are any. */
    private @Nullable Remedy setting(Set<List<Integer>> choices) {
        for (TopologyPolicy policy : POLICIES) {
            List<KubeletNode> changed = changed(facts ->
                    new KubeletFacts(facts.release(), policy, facts.scope(), facts.preferClosest(), facts.cpus()));
            if (!changed.equals(nodes)
                    && (choices.isEmpty() ? isCertain(changed, pod) : helpsByNames(changed, choices))) {
                return new Remedy.OtherPolicy(policy);
            }
        }
        for (TopologyScope scope : TopologyScope.values()) {
            List<KubeletNode> changed = changed(facts ->
                    new KubeletFacts(facts.release(), facts.policy(), scope, facts.preferClosest(), facts.cpus()));
            if (!changed.equals(nodes)
                    && (choices.isEmpty() ? isCertain(changed, pod) : helpsByNames(changed, choices))) {
                return new Remedy.OtherScope(scope);
            }
        }
        return null;
    }

    private interface Change {
        KubeletFacts of(KubeletFacts facts);
    }

    private List<KubeletNode> changed(Change change) {
        return nodes.stream()
                .map(node -> new KubeletNode(change.of(node.kubelet()), node.numa(), node.gpus(), node.ports()))
                .distinct()
                .toList();
    }

    private List<GpuUnit> gpus() {
        return nodes.getFirst().gpus().gpus();
    }

    private boolean isCertain(List<KubeletNode> changed, PodDemand demand) {
        return changed.stream().allMatch(node -> Forecast.of(node, demand, goal).kind() == OutcomeClass.CERTAIN);
    }

    private static KubeletNode freed(KubeletNode node, int gpu) {
        List<GpuUnit> units = new ArrayList<>(node.gpus().gpus());
        GpuUnit unit = units.get(gpu);
        units.set(gpu, new GpuUnit(unit.numa(), unit.switchKey(), false));
        GpuPool pool = node.gpus();
        return new KubeletNode(
                node.kubelet(),
                node.numa(),
                new GpuPool(pool.resource(), units, pool.scores(), pool.plugin()),
                node.ports());
    }

    private List<KubeletNode> steered(long set) {
        return nodes.stream()
                .map(node ->
                        new KubeletNode(node.kubelet(), node.numa(), node.gpus().steeredTo(set), node.ports()))
                .toList();
    }

    /** All sets of free GPUs of the size that the pod asks for. */
    private List<Long> sets() {
        long free = 0;
        for (int gpu = 0; gpu < gpus().size(); gpu++) {
            free |= gpus().get(gpu).busy() ? 0 : 1L << gpu;
        }
        int count = pod.limits().getOrDefault(nodes.getFirst().gpus().resource(), 0);
        if (count == 0 || Subsets.count(Long.bitCount(free), count) > MOST_SETS) {
            return List.of();
        }
        List<Long> sets = new ArrayList<>();
        Subsets.of(free, count).forEach((set, weight) -> sets.add(set));
        return sets;
    }

    /** Whether it is certain by the names of some choice of ports. */
    private boolean helpsByNames(List<KubeletNode> of, Set<List<Integer>> choices) {
        List<KubeletNode> named = of.stream().map(Remedies::named).toList();
        return choices.stream().anyMatch(ports -> !ports.isEmpty() && isCertain(named, named(ports)));
    }

    private boolean canBeNamed() {
        List<VfPort> ports = nodes.getFirst().ports();
        return pod.isDrawnOnce()
                && ports.stream().map(VfPort::resource).distinct().count() < ports.size();
    }

    /** Ports whose names may help: those near some GPUs first, then any others as long as there are few ways. */
    private Set<List<Integer>> choices(List<Long> sets) {
        Set<List<Integer>> choices = new LinkedHashSet<>();
        if (canBeNamed() && !sets.isEmpty()) {
            sets.forEach(set -> choices.add(portsFor(set)));
            choices.addAll(ways());
            choices.remove(List.of());
        }
        return choices;
    }

    /** Every way to choose a port for each VF; none where there are too many. */
    private List<List<Integer>> ways() {
        List<VfPort> ports = nodes.getFirst().ports();
        List<List<Integer>> ways = List.of(List.of());
        for (int i = 0; i < ports.size(); i++) {
            int port = i;
            String name = ports.get(i).resource();
            int asked = pod.limits().getOrDefault(name, 0);
            int later = ports.subList(i + 1, ports.size()).stream()
                    .filter(other -> other.resource().equals(name))
                    .mapToInt(Remedies::free)
                    .sum();
            int most = free(ports.get(i));
            ways = ways.stream()
                    .flatMap(way -> {
                        long missing = asked
                                - way.stream()
                                        .filter(chosen ->
                                                ports.get(chosen).resource().equals(name))
                                        .count();
                        return LongStream.rangeClosed(Math.max(0, missing - later), Math.min(missing, most))
                                .mapToObj(count -> Stream.concat(
                                                way.stream(), Collections.nCopies((int) count, port).stream())
                                        .toList());
                    })
                    .toList();
            if (ways.size() > MOST_WAYS) {
                return List.of();
            }
        }
        return ways;
    }

    private static int free(VfPort port) {
        return port.vfs() - port.busy().size();
    }

    /** A port for each VF of the pod, in the classes of some GPUs as far as there are such, each port once if it can be. */
    private List<Integer> portsFor(long set) {
        List<VfPort> ports = nodes.getFirst().ports();
        int[] wanted = goal.perClass(set);
        int[] left = ports.stream().mapToInt(Remedies::free).toArray();
        List<Integer> chosen = new ArrayList<>();
        for (Map.Entry<String, Integer> limit : pod.limits().entrySet()) {
            List<Integer> carriers = IntStream.range(0, ports.size())
                    .filter(i -> ports.get(i).resource().equals(limit.getKey()))
                    .boxed()
                    .toList();
            for (int i = 0; i < limit.getValue() && !carriers.isEmpty(); i++) {
                Integer best = carriers.stream()
                        .filter(port -> left[port] > 0)
                        .min((a, b) -> Integer.compare(cost(a, wanted, chosen), cost(b, wanted, chosen)))
                        .orElse(null);
                if (best == null) {
                    return List.of();
                }
                chosen.add(best);
                left[best]--;
                int place = goal.placeOfPort(best);
                if (place >= 0 && goal.classOfPlace(place) >= 0) {
                    wanted[goal.classOfPlace(place)]--;
                }
            }
        }
        return chosen;
    }

    private int cost(int port, int[] wanted, List<Integer> chosen) {
        int place = goal.placeOfPort(port);
        boolean fits = place >= 0 && goal.isUsable(place) && wanted[goal.classOfPlace(place)] > 0;
        return (fits ? 0 : 2) + (chosen.contains(port) ? 1 : 0);
    }

    /** The node with a name for each port. */
    private static KubeletNode named(KubeletNode node) {
        List<VfPort> ports = new ArrayList<>();
        for (int i = 0; i < node.ports().size(); i++) {
            VfPort port = node.ports().get(i);
            ports.add(new VfPort(name(port.resource(), i), port.numa(), port.switchKey(), port.vfs(), port.busy()));
        }
        return new KubeletNode(node.kubelet(), node.numa(), node.gpus(), ports);
    }

    private static String name(String resource, int port) {
        return resource + "#" + port;
    }

    /** The pod asking for chosen ports by their names. */
    private PodDemand named(List<Integer> chosen) {
        return new PodDemand(
                pod.init().stream().map(container -> named(container, chosen)).toList(),
                pod.containers().stream()
                        .map(container -> named(container, chosen))
                        .toList());
    }

    private ContainerDemand named(ContainerDemand container, List<Integer> chosen) {
        List<VfPort> ports = nodes.getFirst().ports();
        Map<String, Integer> limits = new HashMap<>(container.limits());
        for (int port : chosen) {
            String resource = ports.get(port).resource();
            if (container.limits().getOrDefault(resource, 0) > 0) {
                limits.remove(resource);
                limits.merge(name(resource, port), 1, Integer::sum);
            }
        }
        return new ContainerDemand(limits, container.cpus(), container.sidecar(), container.others());
    }
}
