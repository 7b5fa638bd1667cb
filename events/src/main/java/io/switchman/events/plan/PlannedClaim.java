package io.switchman.events.plan;

import io.switchman.topology.model.Machine;
import io.switchman.topology.model.PciAddress;
import io.switchman.topology.model.PortId;
import io.switchman.topology.model.ResourceName;
import io.switchman.topology.model.VfSource;
import io.switchman.topology.state.Claim;
import io.switchman.topology.state.PodId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The way from a claim, which counts devices of one machine, to a plan, which names them, and back. */
public final class PlannedClaim {
    private static final String LACKS = "the machine has no ";

    private final Machine machine;
    private final Map<PciAddress, Integer> gpus = new LinkedHashMap<>();
    private final Map<Pool, List<Integer>> pools = new LinkedHashMap<>();

    /** VFs that a plan cannot tell apart; a port may have several pools of one name. */
    private record Pool(ResourceName resource, PortId port) {
        static Pool of(Machine machine, int source) {
            VfSource from = machine.sources().get(source);
            return new Pool(
                    from.pool().resource(), machine.ports().get(from.port()).id());
        }
    }

    private PlannedClaim(Machine machine) {
        this.machine = machine;
        for (int gpu = 0; gpu < machine.gpus().size(); gpu++) {
            gpus.put(machine.gpus().get(gpu).address(), gpu);
        }
        for (int source = 0; source < machine.sources().size(); source++) {
            pools.computeIfAbsent(Pool.of(machine, source), pool -> new ArrayList<>())
                    .add(source);
        }
    }

    /**
     * The plan that a claim is.
     *
     * @param id of the plan; {@link PlacedPlan} says what is allowed
     * @param machine of the node
     */
    public static PlacedPlan plan(
            String id, String node, long generation, Promise promise, Claim claim, Machine machine) {
        Map<Pool, Integer> byPool = new LinkedHashMap<>();
        int[] counts = claim.vfs();
        for (int source = 0; source < counts.length; source++) {
            if (counts[source] > 0) {
                byPool.merge(Pool.of(machine, source), counts[source], Integer::sum);
            }
        }
        List<PlannedVfs> vfs = new ArrayList<>();
        byPool.forEach((pool, count) -> vfs.add(new PlannedVfs(pool.resource(), pool.port(), count)));
        PlanExtent extent = switch (claim.extent()) {
            case Claim.Extent.Exact _ -> new PlanExtent.Exact();
            case Claim.Extent.Any _ -> new PlanExtent.Any();
            case Claim.Extent.OneOf(List<Integer> sets) -> oneOf(sets, machine);
        };
        return new PlacedPlan(id, node, generation, promise, addresses(claim.gpus(), machine), vfs, extent);
    }

    /**
     * The claim that a plan is on a machine.
     *
     * @param podName {@code namespace/name}, for people
     * @param priority the pod's priority
     */
    public static ClaimReading claim(PlacedPlan plan, Machine machine, PodId pod, String podName, int priority) {
        return new PlannedClaim(machine).read(plan, pod, podName, priority);
    }

    private ClaimReading read(PlacedPlan plan, PodId pod, String podName, int priority) {
        int[] vfs = new int[machine.sources().size()];
        for (PlannedVfs planned : plan.vfs()) {
            List<Integer> sources = pools.get(new Pool(planned.resource(), planned.port()));
            if (sources == null) {
                return new ClaimReading.Unfit(LACKS + planned.resource() + " on port " + planned.port());
            }
            int total = 0;
            for (int source : sources) {
                int there = machine.sources().get(source).pool().total();
                vfs[source] = Math.clamp(planned.count() - total, 0, there);
                total += there;
            }
            if (planned.count() > total) {
                return new ClaimReading.Unfit("%d of %s on port %s are planned, and the machine has %d"
                        .formatted(planned.count(), planned.resource(), planned.port(), total));
            }
        }
        List<List<PciAddress>> named = new ArrayList<>(List.of(plan.gpus()));
        if (plan.extent() instanceof PlanExtent.OneOf(List<List<PciAddress>> sets)) {
            named.addAll(sets);
        }
        for (List<PciAddress> set : named) {
            for (PciAddress gpu : set) {
                if (!gpus.containsKey(gpu)) {
                    return new ClaimReading.Unfit(LACKS + "GPU " + gpu);
                }
            }
        }
        Claim.Extent extent = switch (plan.extent()) {
            case PlanExtent.Exact _ -> new Claim.Extent.Exact();
            case PlanExtent.Any _ -> new Claim.Extent.Any();
            case PlanExtent.OneOf(List<List<PciAddress>> sets) ->
                new Claim.Extent.OneOf(sets.stream().map(this::bits).toList());
        };
        return new ClaimReading.Fits(new Claim(pod, podName, priority, bits(plan.gpus()), vfs, extent));
    }

    private int bits(List<PciAddress> set) {
        return set.stream()
                .mapToInt(gpu -> 1 << Objects.requireNonNull(gpus.get(gpu), "looked for before"))
                .reduce(0, (a, b) -> a | b);
    }

    /** Where nobody told a choice, it may be any. */
    private static PlanExtent oneOf(List<Integer> sets, Machine machine) {
        return sets.stream().distinct().count() < 2
                ? new PlanExtent.Any()
                : new PlanExtent.OneOf(
                        sets.stream().map(set -> addresses(set, machine)).toList());
    }

    private static List<PciAddress> addresses(int bits, Machine machine) {
        List<PciAddress> addresses = new ArrayList<>();
        for (int rest = bits; rest != 0; rest &= rest - 1) {
            addresses.add(
                    machine.gpus().get(Integer.numberOfTrailingZeros(rest)).address());
        }
        return addresses;
    }
}
