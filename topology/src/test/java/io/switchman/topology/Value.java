package io.switchman.topology;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a choice of devices is worth, computed from the definitions alone.
 *
 * @param rank the worst rank among pairs and left-over devices; null where one kind alone is chosen
 * @param pairsWithin most pairs within each rank, from rank 0
 * @param distinctPorts ports in use
 * @param damage what later requests lose
 * @param imbalance how much the ports were in use before
 */
public record Value(@Nullable Integer rank, List<Integer> pairsWithin, int distinctPorts, int damage, int imbalance) {
    public Value {
        pairsWithin = List.copyOf(pairsWithin);
    }
}
