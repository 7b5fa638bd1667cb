package io.switchman.events.kube.translate;

import io.switchman.events.kube.facts.ConditionStatus;
import io.switchman.events.kube.facts.KubeletVersion;
import io.switchman.events.kube.facts.NodeFacts;
import io.switchman.events.kube.facts.ObjectKey;
import io.switchman.events.kube.facts.Taint;
import io.switchman.events.kube.json.JsonFields;
import io.switchman.events.kube.json.Projection;
import io.switchman.topology.model.ResourceName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Node, of core v1.
 *
 * @param managed tells resource names that are ours
 */
public record NodeTranslator(Predicate<String> managed) implements Translator<NodeFacts> {
    private static final int MAX_TAINTS = 256;
    private static final int MAX_CONDITIONS = 128;
    private static final Map<String, ConditionStatus> STATUS = new TreeMap<>(
            Map.of("True", ConditionStatus.TRUE, "False", ConditionStatus.FALSE, "Unknown", ConditionStatus.UNKNOWN));
    private static final Map<String, Taint.Effect> EFFECTS = new TreeMap<>(Map.of(
            "NoSchedule", Taint.Effect.NO_SCHEDULE,
            "PreferNoSchedule", Taint.Effect.PREFER_NO_SCHEDULE,
            "NoExecute", Taint.Effect.NO_EXECUTE));

    /** What is read of a Node. */
    public Projection.Fields projection() {
        return Projection.fields()
                .and("metadata", Metadata.labelled(DrainWords.ON_NODE::equals))
                .and("spec", Projection.fields("taints", "unschedulable"))
                .and(
                        "status",
                        Projection.fields()
                                .and("nodeInfo", Projection.fields("bootID", "kubeletVersion"))
                                .and("conditions", Projection.fields("type", "status"))
                                .and("allocatable", Projection.matching(managed)));
    }

    @Override
    public NodeFacts translate(ObjectKey key, JsonFields object) {
        JsonFields metadata = object.child("metadata");
        JsonFields spec = object.child("spec");
        JsonFields status = object.child("status");
        JsonFields info = status.child("nodeInfo");
        return new NodeFacts(
                key.name(),
                key.uid(),
                Metadata.labels(metadata),
                taints(spec),
                spec.truth("unschedulable"),
                info.filled("bootID"),
                version(info, "kubeletVersion"),
                conditions(status),
                allocatable(status),
                DrainWords.read(metadata, DrainWords.ON_NODE));
    }

    /** A kubelet's version in a field, or null if it is absent or wrong. */
    static @Nullable KubeletVersion version(JsonFields fields, String name) {
        String text = fields.filled(name);
        KubeletVersion version = text == null ? null : KubeletVersion.parse(text);
        if (text != null && version == null) {
            fields.problem(name, JsonFields.shown(text) + " is not a version such as v1.36.0");
        }
        return version;
    }

    private static List<Taint> taints(JsonFields spec) {
        List<Taint> taints = new ArrayList<>();
        for (JsonFields taint : spec.each("taints", MAX_TAINTS)) {
            String key = taint.filled("key");
            Taint.Effect effect = taint.word("effect", EFFECTS);
            if (key != null && effect != null) {
                taints.add(new Taint(key, taint.text("value", ""), effect));
            }
        }
        return taints;
    }

    private static Map<String, ConditionStatus> conditions(JsonFields status) {
        Map<String, ConditionStatus> conditions = new LinkedHashMap<>();
        for (JsonFields condition : status.each("conditions", MAX_CONDITIONS)) {
            String type = condition.filled("type");
            ConditionStatus word = condition.word("status", STATUS);
            if (type != null && word != null) {
                conditions.put(type, word);
            }
        }
        return conditions;
    }

    private Map<ResourceName, Integer> allocatable(JsonFields status) {
        Map<ResourceName, Integer> allocatable = new LinkedHashMap<>();
        Quantities.devices(status, "allocatable", managed).forEach((name, count) -> {
            if (ResourceName.isValid(name)) {
                allocatable.put(new ResourceName(name), count);
            } else {
                status.child("allocatable").problem(name, "is not a resource name such as example.com/name");
            }
        });
        return allocatable;
    }
}
