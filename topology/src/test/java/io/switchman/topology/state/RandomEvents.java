package io.switchman.topology.state;

import io.switchman.topology.Machines;
import io.switchman.topology.Sketch.Naming;
import io.switchman.topology.model.Machine;
import java.util.List;
import java.util.SplittableRandom;

/** Events drawn by chance: few nodes, few pods and few devices, so that they meet often. */
final class RandomEvents {
    private static final List<Machine> MACHINES = List.of(
            Machines.hgx(Naming.PER_RAIL, 2),
            Machines.a100(Naming.POOLED),
            Machines.noNic(),
            Machines.nested(Naming.PER_RAIL));

    private final SplittableRandom random;
    private final int pods;
    private final int nodes;

    RandomEvents(long seed, int pods, int nodes) {
        this.random = new SplittableRandom(seed);
        this.pods = pods;
        this.nodes = nodes;
    }

    static String name(int node) {
        return "n" + node;
    }

    static PodId pod(int number) {
        return new PodId("uid-" + number);
    }

    /** Events from which holds, claims, evidence and releases come about, and nodes that come, change and go. */
    ClusterEvent next(long nowNanos) {
        String node = name(random.nextInt(nodes));
        PodId pod = pod(random.nextInt(pods));
        return switch (random.nextInt(23)) {
            case 0, 1 -> new ClusterEvent.NodeSeen(node, MACHINES.get(random.nextInt(MACHINES.size())));
            case 2 -> new ClusterEvent.NodeGone(node);
            case 3, 4 -> new ClusterEvent.PortsChanged(node, random.nextLong());
            case 5, 6, 7, 8 ->
                new ClusterEvent.HoldAsked(node, new Hold(claim(pod), nowNanos + random.nextInt(-5, 40)));
            case 9, 10, 11, 12, 13 -> new ClusterEvent.ClaimAsked(node, claim(pod));
            case 14, 15, 16, 17 -> new ClusterEvent.PodReleased(pod);
            case 18, 19, 20 -> {
                Claim told = claim(pod);
                yield new ClusterEvent.EvidenceSeen(pod, told.gpus(), told.vfs());
            }
            default -> new ClusterEvent.HoldReleased(pod);
        };
    }

    int upTo(int most) {
        return random.nextInt(most + 1);
    }

    /** For some machine; for others its length or its bits may be wrong. */
    private Claim claim(PodId pod) {
        Machine machine = MACHINES.get(random.nextInt(MACHINES.size()));
        int[] vfs = new int[machine.sources().size()];
        for (int i = 0; i < random.nextInt(4) && vfs.length > 0; i++) {
            vfs[random.nextInt(vfs.length)] += random.nextInt(3);
        }
        int gpus = 1 << random.nextInt(8) | 1 << random.nextInt(random.nextInt(10) == 0 ? 32 : 8);
        return new Claim(pod, "ns/" + pod, random.nextInt(3), gpus, vfs, extent(gpus));
    }

    private Claim.Extent extent(int gpus) {
        int turn = 1 + random.nextInt(3);
        int turned = (gpus << turn | gpus >>> 8 - turn) & 0xff;
        return switch (random.nextInt(4)) {
            case 0 -> new Claim.Extent.Any();
            case 1 -> gpus <= 0xff ? new Claim.Extent.OneOf(List.of(gpus, turned)) : new Claim.Extent.Any();
            default -> new Claim.Extent.Exact();
        };
    }
}
