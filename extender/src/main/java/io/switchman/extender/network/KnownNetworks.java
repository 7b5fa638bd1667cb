package io.switchman.extender.network;

import io.switchman.events.kube.facts.NetworkFacts;
import io.switchman.events.kube.facts.NetworkRef;
import io.switchman.topology.model.ResourceName;
import org.jspecify.annotations.Nullable;

/** Networks as the cluster tells them. Asked on the writer's thread. */
public interface KnownNetworks {
    /** Nobody tells. */
    KnownNetworks NONE = new KnownNetworks() {
        @Override
        public @Nullable NetworkFacts of(NetworkRef network) {
            return null;
        }

        @Override
        public boolean attaches(ResourceName resource) {
            return false;
        }
    };

    /** What is known of a network, or null. */
    @Nullable
    NetworkFacts of(NetworkRef network);

    /** Whether there is a network that attaches devices of a resource. */
    boolean attaches(ResourceName resource);
}
