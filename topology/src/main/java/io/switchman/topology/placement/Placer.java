package io.switchman.topology.placement;

import io.switchman.topology.model.Locality;
import io.switchman.topology.model.LocalityTree;
import io.switchman.topology.state.NodeShape;
import org.jspecify.annotations.Nullable;

/**
 * Finds the best devices of a node for a request, or proves that there are none.
 *
 * <p>The objective, first criterion first:
 *
 * <ol>
 *   <li>the worst level: of all pairs, and of each left-over device to the nearest device of the other kind;
 *   <li>the number of pairs at the nearest level, then at the next, and so on;
 *   <li>distinct ports in use (unless the policy ignores them);
 *   <li>the least damage to later requests, see {@link DamageWeights};
 *   <li>ports that were used least before;
 *   <li>a total order: earlier devices in PCI order, see {@link Part}.
 * </ol>
 *
 * <p>A request is aligned at level L if the scarcer kind is matched one to one with the other within L and everything
 * left over is within L of some device of the other kind. Requests for one kind only, and those whose policy ignores
 * locality, start at the third criterion. Exact: equal to trying every choice.
 */
public final class Placer {
    /** Enough for 16 GPUs with 16 VFs from each of two pools. */
    public static final int DEFAULT_MAX_STATES = 5_000;

    private final DamageWeights weights;
    private final int maxStates;

    public Placer() {
        this(DamageWeights.DEFAULT, DEFAULT_MAX_STATES);
    }

    /**
     * A placer.
     *
     * @param weights what later requests lose, in points
     * @param maxStates most states of a search, 1 or more; requests that need more are refused
     */
    public Placer(DamageWeights weights, int maxStates) {
        if (maxStates < 1) {
            throw new IllegalArgumentException("maxStates " + maxStates + " is below 1");
        }
        this.weights = weights;
        this.maxStates = maxStates;
    }

    /** The best plan for a request on a node of this shape. */
    public Placement plan(NodeShape shape, Request request) {
        Offer offer = new Offer(shape, request);
        Refusal refusal = offer.refusal();
        if (refusal != null) {
            return new Placement.None(refusal);
        }
        long count = States.count(request.gpuCount(), offer.open);
        if (count > maxStates) {
            return new Placement.None(new Refusal.TooComplex(count, maxStates));
        }
        States states = new States(request.gpuCount(), offer.open);
        Stock stock = new Stock(offer);
        Part.Choice choice = search(offer, states, stock);
        return choice == null
                ? new Placement.None(new Refusal.PortsShort(request.vfCount()))
                : new Placement.Found(new Assembly(offer, stock, weights, choice).plan());
    }

    /** Searches level by level, nearest first; the first that has a choice has the best. */
    private Part.@Nullable Choice search(Offer offer, States states, Stock stock) {
        Request request = offer.request;
        if (!request.asksLocality() || request.policy().mode() == Policy.Mode.IGNORE) {
            return new Search(offer, states, stock, weights, Search.ANY).best();
        }
        LocalityTree tree = offer.shape.machine().tree();
        int triedClasses = -1;
        for (int level = 0; level < Locality.count(); level++) {
            int classes = tree.classes(Locality.ofRank(level));
            if (classes == triedClasses) {
                continue;
            }
            triedClasses = classes;
            Part.Choice choice = new Search(offer, states, stock, weights, level).best();
            if (choice != null) {
                return choice;
            }
        }
        return null;
    }
}
