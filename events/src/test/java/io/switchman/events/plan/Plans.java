package io.switchman.events.plan;

import io.switchman.topology.kubelet.OutcomeClass;
import io.switchman.topology.model.Locality;
import io.switchman.topology.model.PciAddress;
import io.switchman.topology.model.PortId;
import io.switchman.topology.model.ResourceName;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Plans for tests. */
final class Plans {
    static final PlacedPlan PAIR = new PlacedPlan(
            "7f3a9c",
            "gpu-002",
            4711,
            new Promise(OutcomeClass.CERTAIN, 1, true, Locality.SAME_C2C),
            List.of(PciAddress.of("0000:1c:00.0"), PciAddress.of("0000:1b:00.0")),
            List.of(
                    new PlannedVfs(new ResourceName("nvidia.com/rail1"), port("0000:1d:00.0"), 1),
                    new PlannedVfs(new ResourceName("nvidia.com/rail0"), port("0000:1a:00.0"), 1),
                    new PlannedVfs(
                            new ResourceName("nvidia.com/rail0"), new PortId(PciAddress.of("0000:1a:00.0"), 2), 3)),
            new PlanExtent.Exact());

    static final PlacedPlan CHOICE = new PlacedPlan(
            "a-1",
            "n7.example.com",
            0,
            new Promise(OutcomeClass.CHANCE, 0.1225, false, Locality.SAME_SWITCH),
            List.of(gpu(0), gpu(1)),
            List.of(),
            new PlanExtent.OneOf(List.of(List.of(gpu(0), gpu(1)), List.of(gpu(4), gpu(1)))));

    private static final List<ResourceName> RESOURCES = List.of(
            new ResourceName("nvidia.com/rail0"),
            new ResourceName("nvidia.com/sriov_rdma_vf_port1"),
            new ResourceName("example.com/pool"));

    private Plans() {}

    static PciAddress gpu(int index) {
        return new PciAddress(index / 20, 16 + index, 0, 0);
    }

    private static PortId port(String address) {
        return new PortId(PciAddress.of(address));
    }

    static PlacedPlan random(SplittableRandom random) {
        List<PlannedVfs> vfs = new ArrayList<>();
        for (ResourceName resource : RESOURCES) {
            for (int port = 0; port < 10; port++) {
                if (random.nextInt(5) == 0) {
                    PortId id = new PortId(new PciAddress(random.nextInt(1 << 18), port, 0, 1), 1 + random.nextInt(3));
                    vfs.add(new PlannedVfs(resource, id, 1 + random.nextInt(300)));
                }
            }
        }
        return new PlacedPlan(
                Integer.toString(random.nextInt(1 << 20), 36),
                "node-" + random.nextInt(1000),
                random.nextLong(PlacedPlan.MAX_GENERATION + 1),
                new Promise(
                        OutcomeClass.values()[random.nextInt(OutcomeClass.values().length)],
                        random.nextInt(4) == 0 ? random.nextInt(2) : random.nextDouble(),
                        random.nextBoolean(),
                        Locality.ofRank(random.nextInt(Locality.count()))),
                set(random),
                vfs,
                extent(random));
    }

    private static PlanExtent extent(SplittableRandom random) {
        List<List<PciAddress>> sets = new ArrayList<>(List.of(List.of(gpu(30)), List.of(gpu(29))));
        for (int i = random.nextInt(100); i > 0; i--) {
            sets.add(set(random));
        }
        return switch (random.nextInt(3)) {
            case 0 -> new PlanExtent.Exact();
            case 1 -> new PlanExtent.Any();
            default -> new PlanExtent.OneOf(sets);
        };
    }

    private static List<PciAddress> set(SplittableRandom random) {
        List<PciAddress> set = new ArrayList<>();
        for (int gpu = 0; gpu < 8; gpu++) {
            if (random.nextBoolean()) {
                set.add(gpu(gpu));
            }
        }
        return set;
    }
}
