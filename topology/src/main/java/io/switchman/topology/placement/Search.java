package io.switchman.topology.placement;

import io.switchman.topology.model.Locality;
import io.switchman.topology.model.LocalityTree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One exact search: the best choice of devices in which everything is within a given level.
 *
 * <p>Dynamic programming over the classes of {@link LocalityTree}, from the nearest level up. "Within level L" is an
 * equivalence, so a choice is aligned at L exactly if in every class of L the scarcer kind does not exceed the other and
 * is present wherever the other is; and the most pairs within any nearer level are the sum over its classes of the
 * smaller of the two counts (Hall's theorem for disjoint complete bipartite graphs). All terms of the objective belong to
 * one class or one port, so the best of a class follows from the best of its parts. Nothing is sampled or cut.
 */
final class Search {
    /** No level is asked for: one kind of device only, or a policy that ignores locality. */
    static final int ANY = -1;

    private static final int DAMAGE_LEVEL = Locality.worstGpuDirect().rank();
    private static final int NUMA_LEVEL = Locality.SAME_NUMA.rank();

    private final Offer offer;
    private final States states;
    private final Policy.DistinctPorts distinct;
    private final Stock stock;
    private final DamageWeights weights;
    private final int within;
    private final boolean fewerVfs;
    private final boolean fewerGpus;

    /**
     * A search.
     *
     * @param within rank of the level everything must be within, or {@link #ANY}
     */
    Search(Offer offer, States states, Stock stock, DamageWeights weights, int within) {
        this.offer = offer;
        this.states = states;
        this.distinct = offer.request.policy().distinctPorts();
        this.stock = stock;
        this.weights = weights;
        this.within = within;
        this.fewerVfs = offer.request.vfCount() <= offer.request.gpuCount();
        this.fewerGpus = offer.request.gpuCount() <= offer.request.vfCount();
    }

    /** The best choice, or null if there is none within the level. */
    Part.@Nullable Choice best() {
        Part whole = ofClass(Locality.count() - 1, 0);
        if (whole.scores()[states.full()] == Score.IMPOSSIBLE) {
            return null;
        }
        Part.Choice choice = Part.Choice.empty(offer.forced.length);
        whole.take(states.full(), choice);
        return choice;
    }

    private Part ofClass(int level, int ofClass) {
        LocalityTree tree = offer.shape.machine().tree();
        List<Part> parts = new ArrayList<>();
        if (level > 0) {
            for (int part : tree.parts(Locality.ofRank(level), ofClass)) {
                parts.add(ofClass(level - 1, part));
            }
        } else {
            parts.add(new Part.Gpus(states, freeGpus(tree.gpusOf(ofClass))));
            for (int port : tree.portsOf(ofClass)) {
                parts.add(ofPort(port));
            }
        }
        Part joined = parts.getFirst();
        for (int i = 1; i < parts.size(); i++) {
            joined = Part.join(states, joined, parts.get(i));
        }
        addTerms(joined.scores(), level, ofClass);
        return joined;
    }

    private int[] freeGpus(int[] gpus) {
        return IntStream.of(gpus).filter(gpu -> (offer.gpus >>> gpu & 1) != 0).toArray();
    }

    private Part ofPort(int port) {
        int[] sources = stock.sourcesOf(port);
        long[] scores = new long[states.size()];
        Arrays.fill(scores, Score.IMPOSSIBLE);
        int[][] given = new int[states.size()][];
        addOptions(port, sources, new int[sources.length], 0, 0, scores, given);
        return new Part.Port(scores, given, sources);
    }

    /** Tries every number of VFs that each source of a port may give. */
    private void addOptions(int port, int[] sources, int[] taken, int next, int state, long[] scores, int[][] given) {
        if (next == sources.length) {
            int total = IntStream.of(taken).sum();
            if (total > 1 && distinct == Policy.DistinctPorts.REQUIRE) {
                return;
            }
            long score = portScore(port, total);
            if (score > scores[state]) {
                scores[state] = score;
                given[state] = taken.clone();
            }
            return;
        }
        int source = sources[next];
        int open = offer.openOf[source];
        if (open < 0) {
            taken[next] = offer.forced[source];
            addOptions(port, sources, taken, next + 1, state, scores, given);
            return;
        }
        int step = states.step(offer.open, open);
        int most = Math.min(offer.shape.offeredVfs(source), offer.open.get(open).count());
        for (int n = 0; n <= most; n++) {
            taken[next] = n;
            addOptions(port, sources, taken, next + 1, state + n * step, scores, given);
        }
    }

    private long portScore(int port, int taken) {
        if (taken == 0) {
            return 0;
        }
        long score = distinct == Policy.DistinctPorts.IGNORE ? 0 : Score.port();
        score += Score.damage(stock.isExhausted(port, taken) ? weights.port() : 0);
        return score + Score.imbalance(stock.imbalance(port, taken));
    }

    /** What a class adds: its pairs, its damage, and that it must be aligned if it is of the level in question. */
    private void addTerms(long[] scores, int level, int ofClass) {
        boolean pairs = within > level;
        boolean damage = level == DAMAGE_LEVEL || level == NUMA_LEVEL;
        if (!pairs && !damage && level != within) {
            return;
        }
        int forced = stock.forcedIn(level, ofClass);
        for (int state = 0; state < scores.length; state++) {
            if (scores[state] == Score.IMPOSSIBLE) {
                continue;
            }
            int gpus = states.gpus(state);
            int vfs = states.vfs(state) + forced;
            if (level == within && !isAligned(gpus, vfs)) {
                scores[state] = Score.IMPOSSIBLE;
                continue;
            }
            if (pairs) {
                scores[state] += Score.pairs(Math.min(gpus, vfs), level);
            }
            if (level == DAMAGE_LEVEL) {
                scores[state] += Score.damage(weights.pair() * stock.pairsLost(ofClass, gpus, vfs));
            }
            if (level == NUMA_LEVEL && gpus > 0 && stock.isWhole(ofClass)) {
                scores[state] += Score.damage(weights.numaNode());
            }
        }
    }

    private boolean isAligned(int gpus, int vfs) {
        return (!fewerVfs || (vfs <= gpus && (gpus == 0 || vfs > 0)))
                && (!fewerGpus || (gpus <= vfs && (vfs == 0 || gpus > 0)));
    }
}
