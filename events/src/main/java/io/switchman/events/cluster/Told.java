package io.switchman.events.cluster;

import io.switchman.topology.state.ClusterEvent;
import java.util.List;

/**
 * What changes of the cluster's objects mean.
 *
 * @param events for the state, in order
 * @param notices for people and for those who act on them
 */
public record Told(List<ClusterEvent> events, List<Notice> notices) {
    public Told {
        events = List.copyOf(events);
        notices = List.copyOf(notices);
    }
}
