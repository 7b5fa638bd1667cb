package io.switchman.topology.placement;

import io.switchman.topology.model.Locality;
import io.switchman.topology.model.LocalityGroup;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One exact search: the best choice of devices in which everything is within a given level.
 *
 * <p>Dynamic programming over the groups of {@link io.switchman.topology.model.LocalityTree}, from the nearest level up.
 * "Within level L" is an equivalence, so a choice is aligned at L exactly if in every class of L the scarcer kind does not
 * exceed the other and is present wherever the other is; and the most pairs within any nearer level are the sum over its
 * classes of the smaller of the two counts (Hall's theorem for disjoint complete bipartite graphs). All terms of the
 * objective belong to one class or one port, so the best of a class follows from the best of its parts. Nothing is
 * sampled or cut.
 */
final class Search {
    /** No level is asked for: one kind of device only, or a policy that ignores locality. */
    static final int ANY = -1;

    private static final int REACH = Locality.worstGpuDirect().rank();
    private static final int NUMA = Locality.SAME_NUMA.rank();

    private final Offer offer;
    private final States states;
    private final Stock stock;
    private final DamageWeights weights;
    private final Policy.DistinctPorts distinct;
    private final boolean fewerVfs;
    private final boolean fewerGpus;
    private final Table table;
    private int within = ANY;
    /** Whether the groups in hand are to be left a whole NUMA node. */
    private boolean keeping;

    Search(Offer offer, States states, DamageWeights weights) {
        this.offer = offer;
        this.states = states;
        this.stock = new Stock(offer);
        this.weights = weights;
        this.distinct = offer.request.policy().distinctPorts();
        this.fewerVfs = offer.request.vfCount() <= offer.request.gpuCount();
        this.fewerGpus = offer.request.gpuCount() <= offer.request.vfCount();
        this.table = new Table(states);
    }

    /**
     * The best choice, or null if there is none.
     *
     * @param worst rank of the level everything must be within, or {@link #ANY}
     */
    @Nullable
    Choice best(int worst) {
        within = worst;
        long forced = 0;
        for (long left = stock.forcedPorts & ~stock.openPorts; left != 0; left &= left - 1) {
            int port = Long.numberOfTrailingZeros(left);
            if (!isAllowed(stock.forcedOn(port))) {
                return null;
            }
            forced += portScore(port, stock.forcedOn(port));
        }
        Part all = ofGroup(offer.shape.machine().tree().root());
        int last = all.size() - 1;
        return last < 0 || all.state(last) != states.full()
                ? null
                : new Choice(offer, states, all, states.full(), forced + all.score(last));
    }

    private Part ofGroup(LocalityGroup group) {
        if ((group.gpus() & offer.gpus) == 0 && (group.ports() & (stock.openPorts | stock.forcedPorts)) == 0) {
            return Part.NOTHING;
        }
        return group.isClassAt(NUMA) && weights.numaNode() > 0 && !keeping && stock.isWhole(group)
                ? ofWholeNode(group)
                : withTerms(joined(group), group, 0);
    }

    /**
     * A NUMA node that is wholly free is broken for its price, or kept whole: then it gives no GPU, and no port of it gives
     * its last VF.
     */
    private Part ofWholeNode(LocalityGroup node) {
        Part broken = withTerms(joined(node), node, Score.damage(weights.numaNode()));
        if (stock.isExhaustedByForce(node)) {
            return broken;
        }
        keeping = true;
        Part kept = withTerms(joined(node), node, 0);
        keeping = false;
        return table.either(kept, broken);
    }

    private Part joined(LocalityGroup group) {
        Part joined = group.parts().isEmpty() ? ofDevices(group) : ofParts(group.parts());
        return joined == Part.NOTHING ? Part.nothing() : joined;
    }

    private Part ofParts(List<LocalityGroup> groups) {
        Part joined = Part.NOTHING;
        for (int i = 0; i < groups.size() && joined.size() > 0; i++) {
            joined = table.join(joined, ofGroup(groups.get(i)));
        }
        return joined;
    }

    private Part ofDevices(LocalityGroup group) {
        Part joined = ofGpus(group.gpus() & offer.gpus);
        for (long left = group.ports() & stock.openPorts; left != 0; left &= left - 1) {
            joined = table.join(joined, ofPort(Long.numberOfTrailingZeros(left)));
        }
        return joined;
    }

    private Part ofGpus(int free) {
        int most = keeping ? 0 : Math.min(Integer.bitCount(free), offer.request.gpuCount());
        if (most == 0) {
            return Part.NOTHING;
        }
        for (int n = 0; n <= most; n++) {
            table.offer(n * states.gpuStep(), 0, 0);
        }
        return table.toPart(new Part.Origin.Gpus(free));
    }

    private Part ofPort(int port) {
        addOptions(port, offer.shape.machine().sourcesOn(port), 0, 0, stock.forcedOn(port));
        return table.toPart(new Part.Origin.Port(port));
    }

    /** Tries every number of VFs that each source of a port may give. */
    private void addOptions(int port, List<Integer> sources, int next, int state, int taken) {
        if (!isAllowed(taken) || (keeping && stock.isExhausted(port, taken))) {
            return;
        }
        if (next == sources.size()) {
            table.offer(state, portScore(port, taken), 0);
            return;
        }
        int source = sources.get(next);
        int demand = offer.openOf[source];
        int most = demand < 0
                ? 0
                : Math.min(
                        offer.shape.offeredVfs(source), offer.open.get(demand).count());
        for (int n = 0; n <= most; n++) {
            int more = n == 0 ? 0 : n * states.step(demand);
            addOptions(port, sources, next + 1, state + more, taken + n);
        }
    }

    private boolean isAllowed(int onOnePort) {
        return onOnePort <= 1 || distinct != Policy.DistinctPorts.REQUIRE;
    }

    private long portScore(int port, int taken) {
        if (taken == 0) {
            return 0;
        }
        long score = distinct == Policy.DistinctPorts.IGNORE ? 0 : Score.port();
        score += Score.damage(stock.isExhausted(port, taken) ? weights.port() : 0);
        return score + Score.imbalance(stock.imbalance(port, taken));
    }

    /**
     * Adds what a group's states are worth beyond its parts, and drops those that are not aligned.
     *
     * @param own what the group adds to each state
     */
    private Part withTerms(Part part, LocalityGroup group, long own) {
        boolean mustAlign = group.isClassAt(within);
        long pair = Score.pair(group.nearest().rank(), Math.min(group.farthest().rank(), within - 1));
        boolean inReach = group.isClassAt(REACH);
        if (!mustAlign && pair == 0 && !inReach && own == 0) {
            return part;
        }
        int forced = stock.forcedIn(group);
        int freeGpus = stock.freeGpus(group);
        int freeVfs = stock.freeVfs(group);
        int kept = 0;
        for (int i = 0; i < part.size(); i++) {
            int gpus = states.gpus(part.state(i));
            int vfs = states.vfs(part.state(i)) + forced;
            if (mustAlign && !isAligned(gpus, vfs)) {
                continue;
            }
            long score = part.score(i) + pair * Math.min(gpus, vfs) + own;
            if (inReach) {
                int lost = Math.min(freeGpus, freeVfs) - Math.min(freeGpus - gpus, freeVfs - vfs);
                score += Score.damage(weights.pair() * lost);
            }
            part.move(i, kept++, score);
        }
        part.cut(kept);
        return part;
    }

    private boolean isAligned(int gpus, int vfs) {
        return (!fewerVfs || (vfs <= gpus && (gpus == 0 || vfs > 0)))
                && (!fewerGpus || (gpus <= vfs && (vfs == 0 || gpus > 0)));
    }
}
