package io.switchman.topology.model;

import java.util.List;

/**
 * Devices that are near each other, and the nearer groups they fall into.
 *
 * @param nearest the nearest level at which they are one class
 * @param farthest the farthest level at which they are by themselves; beyond it others join them
 * @param gpus the GPUs, as bits by index
 * @param ports the ports, as bits by index
 * @param parts the classes of the level before {@code nearest} in the order of first devices; empty at the nearest of all
 */
public record LocalityGroup(Locality nearest, Locality farthest, int gpus, long ports, List<LocalityGroup> parts) {
    public LocalityGroup {
        parts = List.copyOf(parts);
    }

    /** Whether the group is a class of this level. */
    public boolean isClassAt(int rank) {
        return nearest.rank() <= rank && rank <= farthest.rank();
    }
}
