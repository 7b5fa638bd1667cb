package io.switchman.topology.placement;

import io.switchman.topology.RandomCase;
import io.switchman.topology.kubelet.KubeletRelease;
import io.switchman.topology.kubelet.KubeletSetup;
import io.switchman.topology.kubelet.TopologyPolicy;
import io.switchman.topology.model.Machine;
import io.switchman.topology.state.Claim;
import io.switchman.topology.state.Claim.Extent;
import io.switchman.topology.state.ClusterEvent;
import io.switchman.topology.state.ClusterState;
import io.switchman.topology.state.Hold;
import io.switchman.topology.state.Node;
import io.switchman.topology.state.NodeView;
import io.switchman.topology.state.PodId;
import io.switchman.topology.state.Reducer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The machine of a case with some pods on it, known and guessed, and some that will come. */
record RandomNode(Node node, Request request) {
    static RandomNode of(RandomCase drawn) {
        SplittableRandom random = new SplittableRandom(drawn.seed());
        return new RandomNode(node(drawn, random), request(drawn, random));
    }

    private static Request request(RandomCase drawn, SplittableRandom random) {
        MinCertainty certainty = switch (random.nextInt(4)) {
            case 0 -> MinCertainty.CERTAIN;
            case 1 -> new MinCertainty.Chance(random.nextInt(20) / 20.0);
            default -> MinCertainty.UNSET;
        };
        return drawn.request().with(drawn.request().policy().with(certainty));
    }

    private static Node node(RandomCase drawn, SplittableRandom random) {
        Machine machine = drawn.shape().machine();
        List<ClusterEvent> events = new ArrayList<>();
        events.add(new ClusterEvent.NodeSeen("n", machine, kubelet(random)));
        events.add(new ClusterEvent.PortsChanged("n", drawn.shape().usablePorts()));
        int pods = random.nextInt(4);
        for (int i = 0; i < pods; i++) {
            events.add(new ClusterEvent.ClaimAsked("n", claim(machine, "pod" + i, random)));
        }
        if (random.nextInt(3) == 0) {
            events.add(new ClusterEvent.HoldAsked("n", new Hold(claim(machine, "coming", random), 1_000)));
        }
        ClusterState state = new Reducer(9).apply(ClusterState.EMPTY, events, 0).state();
        return ((NodeView.Known) state.view(0)).node();
    }

    private static KubeletSetup kubelet(SplittableRandom random) {
        KubeletSetup setup =
                KubeletSetup.of(KubeletRelease.values()[random.nextInt(2)], TopologyPolicy.values()[random.nextInt(4)]);
        return switch (random.nextInt(8)) {
            case 0 -> KubeletSetup.UNKNOWN;
            case 1 -> setup.followingPlans();
            default -> setup;
        };
    }

    private static Claim claim(Machine machine, String pod, SplittableRandom random) {
        int all = (1 << machine.gpus().size()) - 1;
        int gpus = all & random.nextInt() & random.nextInt();
        int[] vfs = machine.sources().stream()
                .mapToInt(source ->
                        random.nextInt(4) == 0 ? random.nextInt(source.pool().total() + 1) : 0)
                .toArray();
        return new Claim(new PodId(pod), "ns/" + pod, 0, gpus, vfs, extent(all, gpus, random));
    }

    private static Extent extent(int all, int gpus, SplittableRandom random) {
        List<Integer> sets = new ArrayList<>(List.of(gpus));
        for (int tries = 0; tries < 20 && sets.size() < 3; tries++) {
            int other = all & random.nextInt();
            if (Integer.bitCount(other) == Integer.bitCount(gpus) && !sets.contains(other)) {
                sets.add(other);
            }
        }
        return switch (random.nextInt(5)) {
            case 0 -> new Extent.Any();
            case 1, 2 -> sets.size() > 1 ? new Extent.OneOf(sets) : new Extent.Any();
            default -> new Extent.Exact();
        };
    }
}
