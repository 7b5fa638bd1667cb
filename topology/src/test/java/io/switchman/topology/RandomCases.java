package io.switchman.topology;

import io.switchman.topology.Sketch.Naming;
import io.switchman.topology.model.HostBridge;
import io.switchman.topology.model.Locality;
import io.switchman.topology.model.Location;
import io.switchman.topology.model.Machine;
import io.switchman.topology.model.NumaId;
import io.switchman.topology.model.PciAddress;
import io.switchman.topology.model.ResourceName;
import io.switchman.topology.model.VfPool;
import io.switchman.topology.placement.DamageWeights;
import io.switchman.topology.placement.GpuDemand;
import io.switchman.topology.placement.MinCertainty;
import io.switchman.topology.placement.Policy;
import io.switchman.topology.placement.Policy.DistinctPorts;
import io.switchman.topology.placement.Policy.Mode;
import io.switchman.topology.placement.Request;
import io.switchman.topology.placement.VfDemand;
import io.switchman.topology.state.NodeShape;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Nodes and requests drawn by chance: up to eight GPUs and eight ports below nested switches, some of them in no known
 * place, some contradicting each other; several pools on a port; part of everything in use.
 */
public final class RandomCases {
    private static final int MAX_DEVICES = 8;
    private static final ResourceName OTHER_GPU = new ResourceName("amd.com/gpu");
    private static final ResourceName OTHER_POOL = new ResourceName("example.com/storage_vf");
    private static final ResourceName ABSENT = new ResourceName("example.com/absent");

    private final SplittableRandom random;
    private final List<Location> places = new ArrayList<>();
    private final List<ResourceName> vfNames = new ArrayList<>();

    private RandomCases(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** The case of a seed. */
    public static RandomCase of(long seed) {
        RandomCases cases = new RandomCases(seed);
        Machine machine = cases.machine("random-" + seed);
        return new RandomCase(seed, cases.shape(machine), cases.request(machine), cases.weights());
    }

    private Machine machine(String name) {
        drawPlaces();
        Sketch sketch = new Sketch(name, Naming.POOLED, 0);
        int gpus = devices();
        for (int i = 0; i < gpus; i++) {
            sketch.gpu(place(), chance(0.05) ? OTHER_GPU : Sketch.GPU);
        }
        boolean perRail = chance(0.4);
        int ports = devices();
        for (int i = 0; i < ports; i++) {
            sketch.port(place(), pools(i, perRail));
        }
        return sketch.build();
    }

    private int devices() {
        return chance(0.5) ? random.nextInt(1, 5) : random.nextInt(MAX_DEVICES + 1);
    }

    /** Root ports with nested switches, several of them on one host bridge or NUMA node. */
    private void drawPlaces() {
        int numaNodes = random.nextInt(1, 4);
        boolean coherent = chance(0.15);
        int roots = random.nextInt(1, 6);
        for (int root = 0; root < roots; root++) {
            int numa = chance(0.1) ? -1 : random.nextInt(numaNodes);
            HostBridge bridge = chance(0.8) ? new HostBridge(0, Math.max(numa, 0) * 8 + random.nextInt(2)) : null;
            PciAddress port = chance(0.9) ? new PciAddress(2, root, 0, 0) : null;
            Integer group = coherent ? Integer.valueOf(numa) : null;
            int chains = random.nextInt(1, 4);
            for (int chain = 0; chain < chains; chain++) {
                int outer = 10 * root + random.nextInt(2);
                int[] switches = switch (random.nextInt(4)) {
                    case 0 -> new int[] {};
                    case 1 -> new int[] {outer};
                    default -> new int[] {outer, 100 + 2 * outer + random.nextInt(2)};
                };
                places.add(new Location(bridge, port, Sketch.chain(switches), new NumaId(numa), group));
            }
        }
    }

    private Location place() {
        Location at = places.get(random.nextInt(places.size()));
        if (chance(0.01)) {
            return Sketch.on(random.nextInt(-1, 2));
        }
        boolean contradicts = chance(0.01);
        return contradicts
                ? new Location(at.hostBridge(), at.rootPort(), at.switches(), new NumaId(7), at.coherentGroup())
                : at;
    }

    private VfPool[] pools(int port, boolean perRail) {
        List<VfPool> pools = new ArrayList<>();
        pools.add(pool(perRail ? Sketch.rail(port) : Sketch.POOL));
        if (chance(0.2)) {
            pools.add(pool(OTHER_POOL));
        }
        if (chance(0.1)) {
            pools.add(pool(perRail ? Sketch.POOL : Sketch.rail(port)));
        }
        return pools.toArray(VfPool[]::new);
    }

    private VfPool pool(ResourceName name) {
        if (!vfNames.contains(name)) {
            vfNames.add(name);
        }
        return new VfPool(name, random.nextInt(5));
    }

    private NodeShape shape(Machine machine) {
        double free = chance(0.3) ? 1 : 0.75;
        int gpus = 0;
        for (int i = 0; i < machine.gpus().size(); i++) {
            gpus |= chance(free) ? 1 << i : 0;
        }
        long usable = 0;
        for (int i = 0; i < machine.ports().size(); i++) {
            usable |= chance(0.9) ? 1L << i : 0;
        }
        int[] vfs = machine.sources().stream()
                .mapToInt(s -> chance(free)
                        ? s.pool().total()
                        : random.nextInt(s.pool().total() + 1))
                .toArray();
        return NodeShape.of(machine, gpus, usable, vfs);
    }

    private Request request(Machine machine) {
        List<VfDemand> vfs = new ArrayList<>();
        List<ResourceName> names = new ArrayList<>(vfNames);
        int wanted = chance(0.15) ? 0 : random.nextInt(1, chance(0.2) ? 5 : 3);
        while (vfs.size() < wanted && !names.isEmpty()) {
            ResourceName name = names.remove(random.nextInt(names.size()));
            vfs.add(new VfDemand(name, count(name.equals(Sketch.POOL) ? 4 : 2)));
        }
        if (chance(0.02)) {
            vfs.add(new VfDemand(ABSENT, 1));
        }
        GpuDemand gpus = vfs.isEmpty() || chance(0.9) ? gpus(machine) : null;
        return new Request(gpus, vfs, policy());
    }

    private @Nullable GpuDemand gpus(Machine machine) {
        int free = Math.max(1, machine.gpus().size());
        int most = chance(0.9) ? Math.min(4, free) : free;
        return new GpuDemand(chance(0.02) ? OTHER_GPU : Sketch.GPU, count(most));
    }

    /** From 1 up, small numbers more often. */
    private int count(int most) {
        int first = random.nextInt(most);
        return 1 + Math.min(first, random.nextInt(most));
    }

    private Policy policy() {
        Mode[] modes = Mode.values();
        DistinctPorts[] distinct = DistinctPorts.values();
        return new Policy(
                modes[random.nextInt(modes.length)],
                Locality.ofRank(random.nextInt(Locality.count())),
                distinct[random.nextInt(distinct.length)],
                MinCertainty.UNSET);
    }

    private DamageWeights weights() {
        return chance(0.5)
                ? DamageWeights.DEFAULT
                : new DamageWeights(random.nextInt(4), random.nextInt(8), random.nextInt(4));
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }
}
