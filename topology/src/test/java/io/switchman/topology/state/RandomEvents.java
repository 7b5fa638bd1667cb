package io.switchman.topology.state;

import io.switchman.topology.Machines;
import io.switchman.topology.Sketch;
import io.switchman.topology.Sketch.Naming;
import io.switchman.topology.model.Machine;
import io.switchman.topology.model.ResourceName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

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
        return switch (random.nextInt(36)) {
            case 0, 1 -> new ClusterEvent.NodeSeen(node, MACHINES.get(random.nextInt(MACHINES.size())));
            case 2 -> new ClusterEvent.NodeGone(node);
            case 3, 4 -> new ClusterEvent.PortsChanged(node, random.nextLong(), existing());
            case 5, 6, 7, 8 -> new ClusterEvent.HoldAsked(node, hold(claim(pod), nowNanos + random.nextInt(-5, 40)));
            case 9, 10, 11, 12, 13 -> new ClusterEvent.ClaimAsked(node, claim(pod));
            case 14, 15, 16, 17 -> new ClusterEvent.PodReleased(pod);
            case 18, 19, 20 -> {
                Claim told = claim(pod);
                yield new ClusterEvent.EvidenceSeen(pod, told.gpus(), told.vfs());
            }
            case 21, 22 -> new ClusterEvent.HoldReleased(pod);
            case 23 -> new ClusterEvent.GangReleased(gang());
            case 24 -> new ClusterEvent.NodeUnknown(node);
            case 25, 26 -> new ClusterEvent.NodeSilent(node);
            case 27 -> new ClusterEvent.NodeRebooted(node);
            default -> bound(node, pod);
        };
    }

    /** A pod of which the cluster says where it is, planned or foreign, with as many devices as it likes. */
    ClusterEvent.PodBound bound(String node, PodId pod) {
        Map<ResourceName, Integer> vfs = new HashMap<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            ResourceName name = random.nextBoolean() ? Sketch.POOL : Sketch.rail(random.nextInt(4));
            vfs.put(name, random.nextInt(random.nextInt(10) == 0 ? 40 : 4));
        }
        int gpus = random.nextInt(6) == 0 ? 8 : random.nextInt(4);
        Claim planned = random.nextBoolean() ? null : claim(pod);
        return new ClusterEvent.PodBound(
                node, pod, "ns/" + pod, random.nextInt(3), new Asked(Map.of(Sketch.GPU, gpus), vfs), planned);
    }

    /** A hold of any strength. */
    ClusterEvent.HoldAsked held(String node, PodId pod, long deadlineNanos) {
        return new ClusterEvent.HoldAsked(node, hold(claim(pod), deadlineNanos));
    }

    private Hold hold(Claim claim, long deadlineNanos) {
        return switch (random.nextInt(5)) {
            case 0 -> Hold.firm(claim, deadlineNanos);
            case 1 -> Hold.ofGang(claim, deadlineNanos, gang());
            case 2 -> Hold.yielding(claim, deadlineNanos, gang());
            default -> new Hold(claim, deadlineNanos);
        };
    }

    private GangId gang() {
        return new GangId("gang-" + random.nextInt(3));
    }

    /** Often all of them. */
    private int @Nullable [] existing() {
        return random.nextBoolean()
                ? null
                : random.ints(random.nextInt(12), 0, 9).toArray();
    }

    int upTo(int most) {
        return random.nextInt(most + 1);
    }

    /** For some machine; for others its length or its bits may be wrong. */
    Claim claim(PodId pod) {
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
