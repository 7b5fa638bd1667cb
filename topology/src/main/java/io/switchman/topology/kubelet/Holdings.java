package io.switchman.topology.kubelet;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is in use of one resource, and what a pod's ended init containers leave to its other containers. */
sealed interface Holdings {
    /**
     * Devices told apart.
     *
     * @param used those in use, reusable ones too
     * @param healthy all of them in the order the plugin listed them, or null where that is not settled yet
     * @param reusable {@code devicesToReuse}
     */
    record Listed(long used, @Nullable Listing healthy, Listing reusable) implements Holdings {}

    /** Devices of which only the place matters: how many are free and reusable in each place. */
    record Counted(List<Integer> free, List<Integer> reusable) implements Holdings {
        public Counted {
            free = List.copyOf(free);
            reusable = List.copyOf(reusable);
        }
    }
}
