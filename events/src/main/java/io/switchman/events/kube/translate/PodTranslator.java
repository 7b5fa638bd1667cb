package io.switchman.events.kube.translate;

import io.switchman.events.kube.facts.ObjectKey;
import io.switchman.events.kube.facts.PodEvidence;
import io.switchman.events.kube.facts.PodFacts;
import io.switchman.events.kube.facts.PodLife;
import io.switchman.events.kube.facts.PodNeeds;
import io.switchman.events.kube.json.JsonFields;
import io.switchman.events.kube.json.Projection;
import io.switchman.topology.state.PodId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Pod, of core v1.
 *
 * @param managed tells resource names that are ours
 */
public record PodTranslator(Predicate<String> managed) implements Translator<PodFacts> {
    private static final String OURS = "switchman.io/";
    private static final int MAX_GATES = 64;
    private static final Projection CONTAINER = Projection.fields("name", "restartPolicy", "resources");
    private static final Projection SPEC = Projection.fields(
                    "nodeName", "priority", "schedulerName", "schedulingGates", "schedulingGroup", "workloadRef")
            .and("resources")
            .and("initContainers", CONTAINER)
            .and("containers", CONTAINER);

    /** What is read of a Pod: neither environments nor volumes, and of annotations only ours and those of networks. */
    public Projection.Fields projection() {
        Projection metadata = Metadata.labelled(PodTranslator::isRead)
                .and("creationTimestamp", "deletionTimestamp")
                .and("ownerReferences", Projection.fields("kind", "name", "uid", "controller"));
        return Projection.fields().and("metadata", metadata).and("spec", SPEC).and("status", PodStatus.PROJECTION);
    }

    @Override
    public PodFacts translate(ObjectKey key, JsonFields object) {
        JsonFields metadata = object.child("metadata");
        JsonFields spec = object.child("spec");
        JsonFields status = object.child("status");
        Map<String, String> labels = Metadata.labels(metadata);
        PodContainers containers = new PodContainers(spec, status, managed);
        PodNetworks networks = new PodNetworks(metadata, key.namespace());
        return new PodFacts(
                new PodId(key.uid()),
                key.namespace(),
                key.name(),
                spec.number("priority", 0, Integer.MIN_VALUE, Integer.MAX_VALUE),
                life(metadata, spec, status),
                new PodNeeds(containers.init(), containers.main(), networks.wanted()),
                new PodEvidence(PodStatus.devices(status, managed), networks.got()),
                labels,
                Metadata.annotations(metadata, name -> name.startsWith(OURS)),
                PodTies.owner(metadata),
                PodTies.gang(key.namespace(), spec, labels));
    }

    private static PodLife life(JsonFields metadata, JsonFields spec, JsonFields status) {
        List<String> gates = new ArrayList<>();
        for (JsonFields gate : spec.each("schedulingGates", MAX_GATES)) {
            gates.add(gate.text("name", ""));
        }
        return new PodLife(
                spec.filled("nodeName"),
                status.filled("nominatedNodeName"),
                spec.text("schedulerName", ""),
                PodStatus.phase(status),
                metadata.has("deletionTimestamp"),
                gates,
                Metadata.time(metadata, "creationTimestamp"),
                PodStatus.failure(status));
    }

    private static boolean isRead(String annotation) {
        return annotation.startsWith(OURS) || PodNetworks.ANNOTATIONS.contains(annotation);
    }
}
