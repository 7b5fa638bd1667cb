package io.switchman.events.kube.translate;

import io.switchman.events.kube.facts.GangRef;
import io.switchman.events.kube.facts.Owner;
import io.switchman.events.kube.json.JsonFields;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whom a pod belongs to: its controller, its group. */
final class PodTies {
    private static final int MAX_OWNERS = 64;

    /** Sources: {@code PodGroupLabel} in scheduler-plugins apis/scheduling/v1alpha1, and its name before version 0.24. */
    private static final List<String> GROUP_LABELS =
            List.of("scheduling.x-k8s.io/pod-group", "pod-group.scheduling.sigs.k8s.io");

    private PodTies() {}

    /** The controller, or null. */
    static @Nullable Owner owner(JsonFields metadata) {
        for (JsonFields reference : metadata.each("ownerReferences", MAX_OWNERS)) {
            if (reference.truth("controller")) {
                return new Owner(reference.text("kind", ""), reference.text("name", ""), reference.text("uid", ""));
            }
        }
        return null;
    }

    /** The group, or null. What the scheduler itself goes by comes before labels. */
    static @Nullable GangRef gang(String namespace, JsonFields spec, Map<String, String> labels) {
        String podGroup = spec.child("schedulingGroup").filled("podGroupName");
        if (podGroup != null) {
            return new GangRef(GangRef.Kind.POD_GROUP, namespace, podGroup, "", "");
        }
        JsonFields workload = spec.child("workloadRef");
        String name = workload.filled("name");
        if (name != null) {
            return new GangRef(
                    GangRef.Kind.WORKLOAD,
                    namespace,
                    name,
                    workload.text("podGroup", ""),
                    workload.text("podGroupReplicaKey", ""));
        }
        for (String label : GROUP_LABELS) {
            String group = labels.getOrDefault(label, "");
            if (!group.isEmpty()) {
                return new GangRef(GangRef.Kind.COSCHEDULING, namespace, group, "", "");
            }
        }
        return null;
    }
}
