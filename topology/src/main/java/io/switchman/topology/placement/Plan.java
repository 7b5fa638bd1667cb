package io.switchman.topology.placement;

import io.switchman.topology.model.Locality;
import io.switchman.topology.model.Machine;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The devices a pod would best get on a node.
 *
 * @param machine the machine whose indices the rest uses
 * @param gpus GPU indices, ascending
 * @param vfs how many VFs from which source, ascending by source
 * @param pairs GPUs and VFs matched one to one, nearest first
 * @param level the worst level among the pairs and what is left over; null where the request asks for one kind only
 * @param distinctPorts ports that carry a VF of the pod
 * @param damage what later requests lose, in the points of {@link DamageWeights}
 * @param imbalance how much the chosen ports were in use before, lower is better
 */
public record Plan(
        Machine machine,
        List<Integer> gpus,
        List<Take> vfs,
        List<Pair> pairs,
        @Nullable Locality level,
        int distinctPorts,
        int damage,
        int imbalance) {
    public Plan {
        gpus = List.copyOf(gpus);
        vfs = List.copyOf(vfs);
        pairs = List.copyOf(pairs);
    }

    /**
     * VFs from one source.
     *
     * @param source index into {@link Machine#sources()}
     * @param count VFs, 1 or more
     */
    public record Take(int source, int count) {}

    /**
     * A GPU and the VF it works with.
     *
     * @param gpu index into {@link Machine#gpus()}
     * @param port index into {@link Machine#ports()}
     * @param level how near they are
     */
    public record Pair(int gpu, int port, Locality level) {}

    /** Pairs at a level or nearer. */
    public int pairsWithin(Locality level) {
        return (int)
                pairs.stream().filter(pair -> pair.level().isAtLeast(level)).count();
    }

    /** Whether this counts as aligned at a level. Requests for one kind of device make no claim, so they always do. */
    public boolean isAligned(Locality wanted) {
        return level == null || level.isAtLeast(wanted);
    }
}
