package io.switchman.extender.app;

import io.switchman.extender.wire.PodFacts;
import io.switchman.topology.state.ClusterEvent;
import io.switchman.topology.state.Hold;
import io.switchman.topology.state.PodId;
import java.util.ArrayList;
import java.util.List;

/**
 * The state as one pod finds it: what it holds firmly itself is free to it, and the other pods of its gang are bound where they
 * hold. They come with it or none does, while of other pods that hold nobody knows whether they come. Used on the writer's
 * thread only.
 */
final class OwnView {
    private final StateKeeper keeper;
    private final Gangs gangs;

    OwnView(StateKeeper keeper, Gangs gangs) {
        this.keeper = keeper;
        this.gangs = gangs;
    }

    /** What makes the pod's state out of that of all; nothing for most pods. */
    List<ClusterEvent> of(PodFacts pod) {
        if (pod.uid().isEmpty()) {
            return List.of();
        }
        List<ClusterEvent> events = new ArrayList<>();
        PodId id = new PodId(pod.uid());
        Hold own = keeper.holdOf(id);
        if (own != null && own.isFirm()) {
            events.add(new ClusterEvent.HoldReleased(id));
        }
        Gang gang = gangs.of(pod);
        if (gang != null) {
            gangs.holds(gang.id()).forEach((hold, node) -> {
                if (!hold.pod().equals(id)) {
                    events.add(new ClusterEvent.ClaimAsked(node, hold.claim()));
                }
            });
        }
        return events;
    }

    /** A state as the pod finds it. */
    StateKeeper.Snapshot of(PodFacts pod, StateKeeper.Snapshot snapshot) {
        List<ClusterEvent> events = of(pod);
        return events.isEmpty() ? snapshot : keeper.supposing(snapshot, events);
    }
}
