package io.switchman.events.cluster;

import io.switchman.events.kube.facts.NetworkFacts;
import io.switchman.events.kube.facts.NetworkRef;
import io.switchman.topology.model.ResourceName;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Networks by name, and how many attach devices of each resource. */
final class NetworkIndex {
    private final Map<NetworkRef, NetworkFacts> byName = new HashMap<>();
    private final Map<ResourceName, Integer> attaching = new HashMap<>();

    void replace(@Nullable NetworkFacts before, @Nullable NetworkFacts now) {
        if (before != null) {
            byName.remove(ref(before), before);
            count(before, -1);
        }
        if (now != null) {
            byName.put(ref(now), now);
            count(now, 1);
        }
    }

    @Nullable
    NetworkFacts of(NetworkRef network) {
        return byName.get(network);
    }

    boolean attaches(ResourceName resource) {
        return attaching.containsKey(resource);
    }

    private void count(NetworkFacts network, int more) {
        if (network.resource() != null) {
            attaching.merge(network.resource(), more, (a, b) -> a + b == 0 ? null : a + b);
        }
    }

    private static NetworkRef ref(NetworkFacts network) {
        return new NetworkRef(network.namespace(), network.name());
    }
}
