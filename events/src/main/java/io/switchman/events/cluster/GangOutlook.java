package io.switchman.events.cluster;

import io.switchman.events.kube.facts.GangRef;
import io.switchman.events.kube.facts.PodFacts;
import java.util.List;

/**
 * A group of pods of which it is known how many must be placed together.
 *
 * @param minimum fewest pods that must be placed together, 1 or more
 * @param members its pods that name managed resources, ended ones too
 */
public record GangOutlook(GangRef ref, int minimum, List<PodFacts> members) {
    public GangOutlook {
        members = List.copyOf(members);
    }
}
