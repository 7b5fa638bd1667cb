package io.switchman.events.kube.facts;

import java.util.Map;

/**
 * What an object that describes groups of pods tells.
 *
 * @param kind what it is
 * @param minimums fewest pods that must be placed together, 1 or more, by the group's name inside the object; the name is
 *     empty where the object is the group. Groups without a minimum are left out: their pods go one by one
 */
public record GangFacts(GangRef.Kind kind, String namespace, String name, Map<String, Integer> minimums)
        implements Fact {
    public GangFacts {
        minimums = Map.copyOf(minimums);
    }
}
