package io.switchman.topology.placement;

import io.switchman.topology.model.Locality;
import io.switchman.topology.model.Machine;
import io.switchman.topology.state.NodeShape;
import java.util.List;
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

    /** Most states that a search for a request on a machine has; its time grows with their square. */
    public static long states(Machine machine, Request request) {
        List<VfDemand> open = request.vfs().stream()
                .filter(vf -> machine.sourcesNamed(vf.resource()).size() > 1)
                .toList();
        return States.count(request.gpuCount(), open);
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
        Search search = new Search(offer, new States(request.gpuCount(), offer.open), weights);
        Choice choice = best(search, offer);
        return choice == null
                ? new Placement.None(new Refusal.PortsShort(request.vfCount()))
                : new Placement.Found(new Assembly(offer, choice).plan());
    }

    /** Searches level by level, nearest first; the first that has a choice has the best. */
    private static @Nullable Choice best(Search search, Offer offer) {
        Request request = offer.request;
        if (!request.asksLocality() || request.policy().mode() == Policy.Mode.IGNORE) {
            return search.best(Search.ANY);
        }
        for (Locality level : offer.shape.machine().tree().steps()) {
            Choice choice = search.best(level.rank());
            if (choice != null) {
                return choice;
            }
        }
        return null;
    }
}
