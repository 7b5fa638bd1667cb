package io.switchman.topology.kubelet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The forecast for pods in which each resource is drawn once, as almost all are: what {@link Walk} walks order by order
 * then has a closed form, because draws of several resources do not depend on each other.
 */
final class SingleDraws {
    private final KubeletNode node;
    private final Goal goal;
    private final int[] forced;
    private GpuDraw gpus = GpuDraw.NONE;
    private final List<VfDraws> open = new ArrayList<>();
    private int vfs;

    private SingleDraws(KubeletNode node, Goal goal) {
        this.node = node;
        this.goal = goal;
        this.forced = new int[goal.places()];
    }

    /** What the draws of a pod lead to. */
    sealed interface Result {
        /** The kubelet refuses it. */
        record Rejected() implements Result {}

        /** All draws of an admitted pod. */
        record Drawn(Combined draws) implements Result {}
    }

    /** The forecast, or null where a pod needs more than single draws. */
    static @Nullable Forecast forecast(KubeletNode node, PodDemand pod, Goal goal) {
        return switch (of(node, pod, goal)) {
            case null -> null;
            case Result.Rejected _ -> Forecast.REJECTED;
            case Result.Drawn(Combined draws) -> draws.forecast();
        };
    }

    /** The draws, or null where a pod needs more than single draws. */
    static @Nullable Result of(KubeletNode node, PodDemand pod, Goal goal) {
        Pools pools = new Pools(node, ListOrder.ANY, goal);
        return areSingle(node, pools, pod) ? new SingleDraws(node, goal).draw(pools, pod) : null;
    }

    private static boolean areSingle(KubeletNode node, Pools pools, PodDemand pod) {
        Map<String, Integer> draws = new HashMap<>();
        for (PodDemand.Turn turn : pod.turns()) {
            for (Map.Entry<String, Integer> limit : turn.container().limits().entrySet()) {
                if (limit.getValue() > 0 && pools.byName().containsKey(limit.getKey())) {
                    draws.merge(limit.getKey(), turn.ends() ? 2 : 1, Integer::sum);
                }
            }
            if (turn.container().cpus() > 0 && node.kubelet().cpus() != null) {
                draws.merge("", turn.ends() ? 2 : 1, Integer::sum);
            }
        }
        return draws.values().stream().allMatch(count -> count == 1);
    }

    private @Nullable Result draw(Pools pools, PodDemand pod) {
        Admitting admitting = new Admitting(pools);
        List<Holdings> holdings =
                pools.byName().values().stream().map(DevicePool::start).toList();
        CpuStand stand = CpuStand.of(node.kubelet().cpus());
        boolean together = node.kubelet().scope() == TopologyScope.POD;
        Admission whole = together ? admitting.of(holdings, stand, pod.limits(), pod.cpus(), false) : null;
        Map<String, List<Integer>> ports = new LinkedHashMap<>();
        for (int i = 0; i < node.ports().size(); i++) {
            ports.computeIfAbsent(node.ports().get(i).resource(), name -> new ArrayList<>())
                    .add(i);
        }
        for (PodDemand.Turn turn : pod.turns()) {
            ContainerDemand container = turn.container();
            Admission admission =
                    whole != null ? whole : admitting.of(holdings, stand, container.limits(), container.cpus(), true);
            if (!admission.admitted() || lacksCpus(stand, admission, container.cpus())) {
                return new Result.Rejected();
            }
            for (Map.Entry<String, Integer> limit : container.limits().entrySet()) {
                List<Integer> carriers = ports.getOrDefault(limit.getKey(), List.of());
                if (!draw(limit.getKey(), carriers, admission.affinity(), limit.getValue())) {
                    return new Result.Rejected();
                }
            }
        }
        return open.stream().anyMatch(draws -> draws.count() > VfDraw.MAX)
                ? null
                : new Result.Drawn(new Combined(goal, gpus, forced, open, vfs));
    }

    private boolean lacksCpus(CpuStand stand, Admission admission, int count) {
        return count > 0
                && node.kubelet().cpus() != null
                && stand.take(node.numa(), admission.affinity(), count, false) == null;
    }

    /** Draws devices of one name; whether there are enough. */
    private boolean draw(String name, List<Integer> carriers, long affinity, int count) {
        if (name.equals(node.gpus().resource())) {
            long free = node.gpus().gpus().stream().filter(gpu -> !gpu.busy()).count();
            if (node.gpus().gpus().isEmpty() || count > free) {
                return false;
            }
            gpus = count == 0 ? gpus : GpuDraw.of(node.gpus(), affinity, count);
            return true;
        }
        if (carriers.isEmpty()) {
            return true; // no device plugin's: other managers look after it
        }
        if (carriers.stream().allMatch(i -> node.ports().get(i).vfs() == 0)) {
            return false;
        }
        if (count == 0) {
            return true;
        }
        VfDraws draws = VfDraws.of(node, carriers, goal, affinity, count);
        if (draws == null) {
            return false;
        }
        vfs += count;
        add(forced, draws.forced());
        if (draws.count() > 0) {
            open.add(draws);
        }
        return true;
    }

    private static void add(int[] to, int[] more) {
        for (int i = 0; i < to.length; i++) {
            to[i] += more[i];
        }
    }
}
