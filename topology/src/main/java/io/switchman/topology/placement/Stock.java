package io.switchman.topology.placement;

import io.switchman.topology.model.Locality;
import io.switchman.topology.model.LocalityTree;
import io.switchman.topology.model.Machine;
import io.switchman.topology.model.VfSource;
import io.switchman.topology.state.NodeShape;
import java.util.List;
import java.util.stream.IntStream;

/** What a node holds by class and port before the request takes its share: the ground that damage is counted from. */
final class Stock {
    private static final int LEVELS = Locality.count();

    private final Machine machine;
    private final int[][] sourcesOf;
    private final int[] freeOn;
    private final int[] usedOn;
    private final int[][] forcedIn = new int[LEVELS][];
    private final int[] gpusInReach;
    private final int[] vfsInReach;
    private final boolean[] whole;

    Stock(Offer offer) {
        NodeShape shape = offer.shape;
        this.machine = shape.machine();
        LocalityTree tree = machine.tree();
        int ports = machine.ports().size();
        this.freeOn = new int[ports];
        this.usedOn = new int[ports];
        this.sourcesOf = new int[ports][];
        for (int level = 0; level < LEVELS; level++) {
            forcedIn[level] = new int[tree.classes(Locality.ofRank(level))];
        }
        List<VfSource> sources = machine.sources();
        for (int i = 0; i < sources.size(); i++) {
            VfSource source = sources.get(i);
            freeOn[source.port()] += shape.offeredVfs(i);
            usedOn[source.port()] += source.pool().total() - shape.freeVfs(i);
            for (int level = 0; level < LEVELS; level++) {
                forcedIn[level][tree.ofPort(Locality.ofRank(level), source.port())] += offer.forced[i];
            }
        }
        for (int port = 0; port < ports; port++) {
            int owner = port;
            sourcesOf[port] = IntStream.range(0, sources.size())
                    .filter(i -> sources.get(i).port() == owner && (offer.forced[i] > 0 || offer.openOf[i] >= 0))
                    .toArray();
        }
        Locality reach = Locality.worstGpuDirect();
        this.gpusInReach = new int[tree.classes(reach)];
        this.vfsInReach = new int[tree.classes(reach)];
        this.whole = wholeNumaNodes(shape, tree);
        for (int gpu = 0; gpu < machine.gpus().size(); gpu++) {
            gpusInReach[tree.ofGpu(reach, gpu)] += shape.freeGpus() >>> gpu & 1;
        }
        for (int port = 0; port < ports; port++) {
            vfsInReach[tree.ofPort(reach, port)] += freeOn[port];
        }
    }

    /** Sources of a port that the request may draw from. */
    int[] sourcesOf(int port) {
        return sourcesOf[port];
    }

    /** Whether taking so many VFs leaves a port without any. */
    boolean isExhausted(int port, int taken) {
        return taken > 0 && freeOn[port] == taken;
    }

    /** How much a port is in use already, once for each VF taken, 0 to {@link Score#MAX_PORT_IMBALANCE}. */
    int imbalance(int port, int taken) {
        return Math.min(usedOn[port] * taken + taken * (taken - 1) / 2, Score.MAX_PORT_IMBALANCE);
    }

    /** VFs that a class gives whatever is chosen. */
    int forcedIn(int level, int ofClass) {
        return forcedIn[level][ofClass];
    }

    /** Pairs in GPUDirect reach that a class can no longer form after giving so much. */
    int pairsLost(int ofClass, int gpus, int vfs) {
        int before = Math.min(gpusInReach[ofClass], vfsInReach[ofClass]);
        return before - Math.min(gpusInReach[ofClass] - gpus, vfsInReach[ofClass] - vfs);
    }

    /** Whether all GPUs of a NUMA node's class are free and each of its ports has a free VF. */
    boolean isWhole(int numaClass) {
        return whole[numaClass];
    }

    private boolean[] wholeNumaNodes(NodeShape shape, LocalityTree tree) {
        boolean[] result = new boolean[tree.classes(Locality.SAME_NUMA)];
        boolean[] broken = new boolean[result.length];
        for (int gpu = 0; gpu < machine.gpus().size(); gpu++) {
            int at = tree.ofGpu(Locality.SAME_NUMA, gpu);
            result[at] = true;
            broken[at] |= (shape.freeGpus() >>> gpu & 1) == 0;
        }
        for (int port = 0; port < freeOn.length; port++) {
            broken[tree.ofPort(Locality.SAME_NUMA, port)] |= freeOn[port] == 0;
        }
        for (int i = 0; i < result.length; i++) {
            result[i] &= !broken[i];
        }
        return result;
    }
}
