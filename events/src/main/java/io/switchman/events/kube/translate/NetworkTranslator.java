package io.switchman.events.kube.translate;

import io.switchman.events.kube.facts.NetworkFacts;
import io.switchman.events.kube.facts.ObjectKey;
import io.switchman.events.kube.json.JsonFields;
import io.switchman.events.kube.json.Projection;
import io.switchman.topology.model.ResourceName;

/** NetworkAttachmentDefinition, of k8s.cni.cncf.io/v1. */
public final class NetworkTranslator implements Translator<NetworkFacts> {
    private static final String RESOURCE = "k8s.v1.cni.cncf.io/resourceName";

    /** What is read of a NetworkAttachmentDefinition. */
    public Projection.Fields projection() {
        return Projection.fields()
                .and("metadata", Metadata.IDENTITY.and("annotations", Projection.matching(RESOURCE::equals)));
    }

    @Override
    public NetworkFacts translate(ObjectKey key, JsonFields object) {
        JsonFields annotations = object.child("metadata").child("annotations");
        String name = annotations.filled(RESOURCE);
        boolean valid = name != null && ResourceName.isValid(name);
        if (name != null && !valid) {
            annotations.problem(RESOURCE, JsonFields.shown(name) + " is not a resource name such as example.com/name");
        }
        return new NetworkFacts(key.namespace(), key.name(), name != null && valid ? new ResourceName(name) : null);
    }
}
