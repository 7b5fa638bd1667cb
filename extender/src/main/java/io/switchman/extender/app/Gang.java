package io.switchman.extender.app;

import io.switchman.topology.state.GangId;
import io.switchman.topology.state.PodId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * Pods that are of use only together, and of which the cluster says how many that are.
 *
 * @param minimum fewest of its pods that must be placed, 1 or more
 * @param priority of its pods, the lowest: a gang is as strong as the weakest of them
 * @param created when the first of them was made
 * @param members its pods, as far as they are known and have not ended
 */
public record Gang(GangId id, int minimum, int priority, Instant created, List<PodId> members) {
    /**
     * Weakest first, total: of two gangs that want the same devices one always gives way, and it is always the same one.
     */
    static final Comparator<Gang> WEAKEST_FIRST = Comparator.comparingInt(Gang::priority)
            .thenComparing(Gang::created, Comparator.reverseOrder())
            .thenComparing(gang -> gang.id().name(), Comparator.reverseOrder());

    public Gang {
        members = List.copyOf(members);
    }

    boolean isStrongerThan(Gang other) {
        return WEAKEST_FIRST.compare(this, other) > 0;
    }
}
