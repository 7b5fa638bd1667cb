package io.switchman.events.kube.translate;

import io.switchman.events.kube.facts.GangFacts;
import io.switchman.events.kube.facts.GangRef;
import io.switchman.events.kube.facts.ObjectKey;
import io.switchman.events.kube.json.JsonFields;
import io.switchman.events.kube.json.Projection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Objects that describe groups of pods: PodGroup of scheduling.k8s.io from v1alpha2 on, Workload of
 * scheduling.k8s.io/v1alpha1, PodGroup of scheduling.x-k8s.io/v1alpha1.
 *
 * @param kind which of them
 */
public record GangTranslator(GangRef.Kind kind) implements Translator<GangFacts> {
    private static final int MAX_GROUPS = 256;
    private static final int MAX_PODS = 1_000_000;

    /** What is read of such an object. */
    public Projection.Fields projection() {
        return Projection.fields()
                .and("metadata", Metadata.IDENTITY)
                .and("spec", Projection.fields("minMember", "schedulingPolicy", "podGroups"));
    }

    @Override
    public GangFacts translate(ObjectKey key, JsonFields object) {
        JsonFields spec = object.child("spec");
        Map<String, Integer> minimums = new LinkedHashMap<>();
        switch (kind) {
            case POD_GROUP -> add(minimums, "", spec.child("schedulingPolicy").child("gang"), "minCount");
            case COSCHEDULING -> add(minimums, "", spec, "minMember");
            case WORKLOAD -> {
                for (JsonFields group : spec.each("podGroups", MAX_GROUPS)) {
                    String name = group.filled("name");
                    if (name == null) {
                        group.problem("name", "is missing");
                    } else {
                        add(minimums, name, group.child("policy").child("gang"), "minCount");
                    }
                }
            }
        }
        return new GangFacts(kind, key.namespace(), key.name(), minimums);
    }

    private static void add(Map<String, Integer> minimums, String group, JsonFields fields, String field) {
        int minimum = fields.number(field, 0, 0, MAX_PODS);
        if (minimum > 0) {
            minimums.put(group, minimum);
        }
    }
}
