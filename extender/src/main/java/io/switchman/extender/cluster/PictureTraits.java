package io.switchman.extender.cluster;

import io.switchman.events.cluster.ClusterPicture;
import io.switchman.events.kube.facts.NodeFacts;
import io.switchman.extender.prefer.KnownTraits;
import io.switchman.extender.prefer.NodeTraits;

/** Traits of nodes by what their objects say. */
record PictureTraits(ClusterPicture picture) implements KnownTraits {
    @Override
    public NodeTraits of(String node) {
        NodeFacts facts = picture.node(node);
        return facts == null ? NodeTraits.NONE : new NodeTraits(facts.labels(), facts.taints());
    }

    @Override
    public boolean anyDiscourages() {
        return picture.anyDiscourages();
    }
}
