package io.switchman.extender.cluster;

import io.switchman.events.cluster.ClusterPicture;
import io.switchman.events.kube.facts.NetworkFacts;
import io.switchman.events.kube.facts.NetworkRef;
import io.switchman.extender.network.KnownNetworks;
import io.switchman.topology.model.ResourceName;
import org.jspecify.annotations.Nullable;

/** Networks by what their objects say. */
record PictureNetworks(ClusterPicture picture) implements KnownNetworks {
    @Override
    public @Nullable NetworkFacts of(NetworkRef network) {
        return picture.network(network);
    }

    @Override
    public boolean attaches(ResourceName resource) {
        return picture.attaches(resource);
    }
}
