package io.switchman.topology.placement;

import io.switchman.topology.model.Locality;
import io.switchman.topology.model.LocalityTree;
import io.switchman.topology.model.Machine;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns chosen devices into a plan: pairs them, nearest first, and says what the choice costs. */
final class Assembly {
    private final Machine machine;
    private final LocalityTree tree;
    private final Stock stock;
    private final DamageWeights weights;
    private final List<Integer> gpus;
    private final int[] vfs;
    private final int[] onPort;
    private final boolean asksLocality;

    Assembly(Offer offer, Stock stock, DamageWeights weights, Part.Choice choice) {
        this.machine = offer.shape.machine();
        this.tree = machine.tree();
        this.stock = stock;
        this.weights = weights;
        this.gpus = choice.gpus().stream().sorted().toList();
        this.vfs = choice.vfs();
        this.onPort = new int[machine.ports().size()];
        for (int source = 0; source < vfs.length; source++) {
            onPort[machine.sources().get(source).port()] += vfs[source];
        }
        this.asksLocality = offer.request.asksLocality();
    }

    Plan plan() {
        List<Plan.Take> takes = new ArrayList<>();
        for (int source = 0; source < vfs.length; source++) {
            if (vfs[source] > 0) {
                takes.add(new Plan.Take(source, vfs[source]));
            }
        }
        int distinct = 0;
        int imbalance = 0;
        for (int port = 0; port < onPort.length; port++) {
            distinct += onPort[port] > 0 ? 1 : 0;
            imbalance += stock.imbalance(port, onPort[port]);
        }
        List<Plan.Pair> pairs = pairs();
        return new Plan(machine, gpus, takes, pairs, asksLocality ? worst(pairs) : null, distinct, damage(), imbalance);
    }

    /** The most pairs at each level, nearest first: greedy is exact, because classes are nested. */
    private List<Plan.Pair> pairs() {
        List<Plan.Pair> pairs = new ArrayList<>();
        BitSet paired = new BitSet();
        int[] left = onPort.clone();
        for (int rank = 0; rank < Locality.count(); rank++) {
            Locality level = Locality.ofRank(rank);
            for (int gpu : gpus) {
                int port = paired.get(gpu) ? -1 : freePortWithin(level, gpu, left);
                if (port >= 0) {
                    left[port]--;
                    paired.set(gpu);
                    pairs.add(new Plan.Pair(gpu, port, level));
                }
            }
        }
        return pairs;
    }

    private int freePortWithin(Locality level, int gpu, int[] left) {
        for (int port = 0; port < left.length; port++) {
            if (left[port] > 0 && tree.ofGpu(level, gpu) == tree.ofPort(level, port)) {
                return port;
            }
        }
        return -1;
    }

    /** The worst level of the pairs, and of every left-over device to the nearest one of the other kind. */
    private @Nullable Locality worst(List<Plan.Pair> pairs) {
        Locality worst = Locality.SAME_SWITCH;
        for (Plan.Pair pair : pairs) {
            worst = pair.level().isAtLeast(worst) ? worst : pair.level();
        }
        for (int gpu : gpus) {
            worst = farther(worst, nearestPort(gpu));
        }
        for (int port = 0; port < onPort.length; port++) {
            if (onPort[port] > 0) {
                worst = farther(worst, nearestGpu(port));
            }
        }
        return worst;
    }

    private Locality nearestPort(int gpu) {
        Locality best = Locality.UNKNOWN;
        for (int port = 0; port < onPort.length; port++) {
            if (onPort[port] > 0 && tree.level(gpu, port).isAtLeast(best)) {
                best = tree.level(gpu, port);
            }
        }
        return best;
    }

    private Locality nearestGpu(int port) {
        Locality best = Locality.UNKNOWN;
        for (int gpu : gpus) {
            if (tree.level(gpu, port).isAtLeast(best)) {
                best = tree.level(gpu, port);
            }
        }
        return best;
    }

    private static Locality farther(Locality a, Locality b) {
        return a.isAtLeast(b) ? b : a;
    }

    private int damage() {
        Locality reach = Locality.worstGpuDirect();
        int[] gpusOf = new int[tree.classes(reach)];
        int[] vfsOf = new int[gpusOf.length];
        boolean[] touched = new boolean[tree.classes(Locality.SAME_NUMA)];
        for (int gpu : gpus) {
            gpusOf[tree.ofGpu(reach, gpu)]++;
            touched[tree.ofGpu(Locality.SAME_NUMA, gpu)] = true;
        }
        int points = 0;
        for (int port = 0; port < onPort.length; port++) {
            vfsOf[tree.ofPort(reach, port)] += onPort[port];
            points += stock.isExhausted(port, onPort[port]) ? weights.port() : 0;
        }
        for (int i = 0; i < gpusOf.length; i++) {
            points += weights.pair() * stock.pairsLost(i, gpusOf[i], vfsOf[i]);
        }
        for (int i = 0; i < touched.length; i++) {
            points += touched[i] && stock.isWhole(i) ? weights.numaNode() : 0;
        }
        return points;
    }
}
