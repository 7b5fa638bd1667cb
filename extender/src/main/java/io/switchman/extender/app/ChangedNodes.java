package io.switchman.extender.app;

import io.switchman.topology.state.ClusterState;
import io.switchman.topology.state.NodeView;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which nodes differ between two states. */
final class ChangedNodes {
    private ChangedNodes() {}

    /** Names of the nodes that are another object than before. */
    @SuppressWarnings("ReferenceEquality") // an unchanged node is the same object, see ClusterState.view
    static Set<String> names(ClusterState before, ClusterState now) {
        Set<String> changed = new HashSet<>();
        boolean sameSlots = before.directory() == now.directory();
        List<String> names = now.directory().names();
        for (int slot = 0; slot < names.size(); slot++) {
            NodeView old = sameSlots ? before.view(slot) : before.view(names.get(slot));
            if (old != now.view(slot)) {
                changed.add(names.get(slot));
            }
        }
        return changed;
    }
}
