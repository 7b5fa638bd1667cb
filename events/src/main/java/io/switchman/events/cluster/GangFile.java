package io.switchman.events.cluster;

import io.switchman.events.kube.facts.GangFacts;
import io.switchman.events.kube.facts.GangRef;
import io.switchman.events.kube.facts.PodFacts;
import io.switchman.topology.state.PodId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which pods belong to which group, and what describes the groups: asked for each pod of a group, so never searched for. */
final class GangFile {
    private final Map<GangRef, Map<PodId, PodFacts>> members = new HashMap<>();
    /** By the object: its group and replica are empty. */
    private final Map<GangRef, GangFacts> objects = new HashMap<>();

    /** Takes a pod in place of what was known of it. */
    void set(@Nullable PodFacts before, @Nullable PodFacts now) {
        if (before != null && before.gang() != null) {
            members.computeIfPresent(before.gang(), (_, pods) -> {
                pods.remove(before.id());
                return pods.isEmpty() ? null : pods;
            });
        }
        if (now != null && now.gang() != null) {
            members.computeIfAbsent(now.gang(), _ -> new LinkedHashMap<>()).put(now.id(), now);
        }
    }

    void set(GangFacts facts, boolean isThere) {
        GangRef object = new GangRef(facts.kind(), facts.namespace(), facts.name(), "", "");
        if (isThere) {
            objects.put(object, facts);
        } else {
            objects.remove(object, facts);
        }
    }

    /** What is known of a group, or null where nobody tells its minimum. */
    @Nullable
    GangOutlook of(GangRef ref) {
        GangFacts facts = objects.get(new GangRef(ref.kind(), ref.namespace(), ref.name(), "", ""));
        Integer minimum = facts == null ? null : facts.minimums().get(ref.group());
        return minimum == null
                ? null
                : new GangOutlook(
                        ref,
                        minimum,
                        List.copyOf(members.getOrDefault(ref, Map.of()).values()));
    }
}
