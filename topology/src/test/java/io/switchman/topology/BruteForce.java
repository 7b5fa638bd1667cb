package io.switchman.topology;

import io.switchman.topology.model.Locality;
import io.switchman.topology.model.Machine;
import io.switchman.topology.model.VfSource;
import io.switchman.topology.placement.DamageWeights;
import io.switchman.topology.placement.Placer;
import io.switchman.topology.placement.Policy.DistinctPorts;
import io.switchman.topology.placement.Policy.Mode;
import io.switchman.topology.placement.Request;
import io.switchman.topology.placement.VfDemand;
import io.switchman.topology.state.NodeShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The oracle: tries every set of GPUs with every way to draw the VFs, and values each by the definitions, pairs by
 * augmenting paths. It knows nothing of classes, bounds or tables, and shares no code with {@link Placer}.
 */
public final class BruteForce {
    private static final int LEVELS = Locality.count();
    private static final int REACH = Locality.worstGpuDirect().rank();
    private static final int NUMA = Locality.SAME_NUMA.rank();
    private static final int CAP = 63;

    private final NodeShape shape;
    private final Request request;
    private final DamageWeights weights;
    private final int gpuCount;
    private final int[] freeOn;
    private final int[] usedOn;
    /** By rank and GPU, the ports within that rank as bits. */
    private final long[][] portsWithin;
    /** By rank and port, the GPUs within that rank as bits. */
    private final int[][] gpusWithin;
    /** GPUs and ports of each NUMA node that is wholly free. */
    private final List<long[]> wholeNodes = new ArrayList<>();

    private final int[][] holders;
    private final int[] held;
    private final int pairsBefore;
    private final int[] gpuSets;
    private long seen;
    private int @Nullable [] best;

    public BruteForce(NodeShape shape, Request request, DamageWeights weights) {
        this(Matrix.of(shape.machine()), shape, request, weights);
    }

    /** An oracle that is told the matrix of the shape's machine. */
    public BruteForce(Matrix matrix, NodeShape shape, Request request, DamageWeights weights) {
        this.shape = shape;
        this.request = request;
        this.weights = weights;
        Machine machine = shape.machine();
        this.gpuCount = machine.gpus().size();
        int ports = machine.ports().size();
        this.freeOn = new int[ports];
        this.usedOn = new int[ports];
        for (int i = 0; i < machine.sources().size(); i++) {
            VfSource source = machine.sources().get(i);
            boolean usable = (shape.usablePorts() >>> source.port() & 1) != 0;
            freeOn[source.port()] += usable ? shape.freeVfs(i) : 0;
            usedOn[source.port()] += source.pool().total() - shape.freeVfs(i);
        }
        this.portsWithin = new long[LEVELS][gpuCount];
        this.gpusWithin = new int[LEVELS][ports];
        this.holders = new int[ports][Machine.MAX_GPUS];
        this.held = new int[ports];
        readMatrix(matrix.ranks(), ports);
        this.gpuSets = gpuSets();
        this.pairsBefore = pairs(REACH, shape.freeGpus(), freeOn);
    }

    /** Whether any choice is legal. */
    public boolean isFeasible() {
        return best() != null;
    }

    /** The value of the best choice as the policy weighs it, first criterion first, higher is better; null if none. */
    public int @Nullable [] best() {
        if (best == null) {
            draw(0, 0, 0, new int[shape.machine().sources().size()]);
        }
        return best == null ? null : best.clone();
    }

    /** A value as the policy weighs it, comparable with {@link #best()}. */
    public int[] weigh(int gpus, int[] onPort) {
        int[] all = new int[LEVELS + 3];
        for (int i = 0; i < all.length; i++) {
            all[i] = criterion(i, gpus, onPort);
        }
        return all;
    }

    /** What a choice is worth, whatever the policy weighs. */
    public Value value(int gpus, int[] onPort) {
        List<Integer> within = new ArrayList<>();
        for (int rank = 0; rank < LEVELS; rank++) {
            within.add(pairs(rank, gpus, onPort));
        }
        Integer worst = request.asksLocality() ? Integer.valueOf(worst(gpus, onPort)) : null;
        return new Value(worst, within, distinct(onPort), damage(gpus, onPort), imbalance(onPort));
    }

    private void readMatrix(List<List<Integer>> ranks, int ports) {
        for (int rank = 0; rank < LEVELS; rank++) {
            for (int gpu = 0; gpu < gpuCount; gpu++) {
                for (int port = 0; port < ports; port++) {
                    if (ranks.get(gpu).get(gpuCount + port) <= rank) {
                        portsWithin[rank][gpu] |= 1L << port;
                        gpusWithin[rank][port] |= 1 << gpu;
                    }
                }
            }
        }
        int grouped = 0;
        for (int gpu = 0; gpu < gpuCount; gpu++) {
            if ((grouped >>> gpu & 1) == 0) {
                int mates = 0;
                for (int other = 0; other < gpuCount; other++) {
                    mates |= ranks.get(gpu).get(other) <= NUMA ? 1 << other : 0;
                }
                grouped |= mates;
                long[] node = {mates, portsWithin[NUMA][gpu]};
                if (isWhole(node, shape.freeGpus(), freeOn)) {
                    wholeNodes.add(node);
                }
            }
        }
    }

    /** Draws VFs for one demand after the other, source by source, and tries each outcome with all sets of GPUs. */
    private void draw(int demand, int source, int drawn, int[] taken) {
        if (demand == request.vfs().size()) {
            tryGpus(taken);
            return;
        }
        VfDemand asked = request.vfs().get(demand);
        if (drawn == asked.count()) {
            draw(demand + 1, 0, 0, taken);
            return;
        }
        if (source == taken.length) {
            return;
        }
        VfSource from = shape.machine().sources().get(source);
        if (!from.pool().resource().equals(asked.resource())) {
            draw(demand, source + 1, drawn, taken);
            return;
        }
        boolean usable = (shape.usablePorts() >>> from.port() & 1) != 0;
        int most = usable ? Math.min(shape.freeVfs(source), asked.count() - drawn) : 0;
        for (int n = 0; n <= most; n++) {
            taken[source] = n;
            draw(demand, source + 1, drawn + n, taken);
        }
        taken[source] = 0;
    }

    private void tryGpus(int[] taken) {
        int[] onPort = new int[freeOn.length];
        for (int i = 0; i < taken.length; i++) {
            onPort[shape.machine().sources().get(i).port()] += taken[i];
        }
        if (request.policy().distinctPorts() == DistinctPorts.REQUIRE
                && Arrays.stream(onPort).anyMatch(n -> n > 1)) {
            return;
        }
        for (int gpus : gpuSets) {
            keepIfBetter(gpus, onPort);
        }
    }

    /** All sets of as many offered GPUs as are asked for. */
    private int[] gpuSets() {
        int offered = offeredGpus();
        return IntStream.range(0, 1 << gpuCount)
                .filter(gpus -> (gpus & ~offered) == 0 && Integer.bitCount(gpus) == request.gpuCount())
                .toArray();
    }

    private int offeredGpus() {
        int offered = 0;
        for (int gpu = 0; gpu < gpuCount; gpu++) {
            boolean asked = request.gpus() != null
                    && shape.machine()
                            .gpus()
                            .get(gpu)
                            .resource()
                            .equals(request.gpus().resource());
            offered |= asked ? shape.freeGpus() & 1 << gpu : 0;
        }
        return offered;
    }

    private void keepIfBetter(int gpus, int[] onPort) {
        boolean ahead = best == null;
        int[] value = new int[LEVELS + 3];
        for (int i = 0; i < value.length; i++) {
            value[i] = criterion(i, gpus, onPort);
            if (!ahead && best != null) {
                if (value[i] < best[i]) {
                    return;
                }
                ahead = value[i] > best[i];
            }
        }
        best = ahead ? value : best;
    }

    private int criterion(int index, int gpus, int[] onPort) {
        boolean locality = request.asksLocality() && request.policy().mode() != Mode.IGNORE;
        if (index < LEVELS) {
            return !locality ? 0 : index == 0 ? -worst(gpus, onPort) : pairs(index - 1, gpus, onPort);
        }
        return switch (index - LEVELS) {
            case 0 -> request.policy().distinctPorts() == DistinctPorts.IGNORE ? 0 : distinct(onPort);
            case 1 -> -damage(gpus, onPort);
            default -> -imbalance(onPort);
        };
    }

    /** The best rank within which the scarcer kind is matched and nobody is alone. */
    private int worst(int gpus, int[] onPort) {
        int scarcer = Math.min(request.gpuCount(), request.vfCount());
        int rank = 0;
        while (isAnyoneAlone(rank, gpus, onPort) || pairs(rank, gpus, onPort) < scarcer) {
            rank++;
        }
        return rank;
    }

    private boolean isAnyoneAlone(int rank, int gpus, int[] onPort) {
        long ports = 0;
        for (int port = 0; port < onPort.length; port++) {
            if (onPort[port] > 0) {
                if ((gpusWithin[rank][port] & gpus) == 0) {
                    return true;
                }
                ports |= 1L << port;
            }
        }
        for (int gpu = 0; gpu < gpuCount; gpu++) {
            if ((gpus >>> gpu & 1) != 0 && (portsWithin[rank][gpu] & ports) == 0) {
                return true;
            }
        }
        return false;
    }

    /** Most pairs within a rank. */
    private int pairs(int rank, int gpus, int[] capacity) {
        Arrays.fill(held, 0);
        int found = 0;
        for (int gpu = 0; gpu < gpuCount; gpu++) {
            seen = 0;
            if ((gpus >>> gpu & 1) != 0 && augment(portsWithin[rank], gpu, capacity)) {
                found++;
            }
        }
        return found;
    }

    private boolean augment(long[] reachable, int gpu, int[] capacity) {
        for (long left = reachable[gpu] & ~seen; left != 0; left = reachable[gpu] & ~seen) {
            int port = Long.numberOfTrailingZeros(left);
            seen |= 1L << port;
            if (held[port] < capacity[port] && held[port] < Machine.MAX_GPUS) {
                holders[port][held[port]++] = gpu;
                return true;
            }
            for (int i = 0; i < held[port]; i++) {
                if (augment(reachable, holders[port][i], capacity)) {
                    holders[port][i] = gpu;
                    return true;
                }
            }
        }
        return false;
    }

    private static int distinct(int[] onPort) {
        int count = 0;
        for (int n : onPort) {
            count += n > 0 ? 1 : 0;
        }
        return count;
    }

    private int damage(int gpus, int[] onPort) {
        int[] left = new int[onPort.length];
        int points = 0;
        for (int port = 0; port < left.length; port++) {
            left[port] = freeOn[port] - onPort[port];
            points += freeOn[port] > 0 && left[port] == 0 ? weights.port() : 0;
        }
        points += weights.pair() * (pairsBefore - pairs(REACH, shape.freeGpus() & ~gpus, left));
        for (long[] node : wholeNodes) {
            points += isWhole(node, shape.freeGpus() & ~gpus, left) ? 0 : weights.numaNode();
        }
        return points;
    }

    private static boolean isWhole(long[] node, int freeGpus, int[] freeOn) {
        for (int port = 0; port < freeOn.length; port++) {
            if ((node[1] >>> port & 1) != 0 && freeOn[port] == 0) {
                return false;
            }
        }
        return (node[0] & ~freeGpus) == 0;
    }

    /** Each VF counts those that were in use on its port before it. */
    private int imbalance(int[] onPort) {
        int sum = 0;
        for (int port = 0; port < onPort.length; port++) {
            int ofPort = 0;
            for (int n = 0; n < onPort[port]; n++) {
                ofPort += usedOn[port] + n;
            }
            sum += Math.min(ofPort, CAP);
        }
        return sum;
    }
}
