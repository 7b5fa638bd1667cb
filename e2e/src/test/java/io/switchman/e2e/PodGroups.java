package io.switchman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.e2e.plane.Caller;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Gangs as the coscheduling plugin has them: an object says how many of the pods with a label belong together. */
final class PodGroups {
    static final String LABEL = "scheduling.x-k8s.io/pod-group";

    /** The kind, with no more of a schema than the API server wants. */
    static final String KIND = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata:
              name: podgroups.scheduling.x-k8s.io
              annotations: {"api-approved.kubernetes.io": "https://github.com/kubernetes-sigs/scheduler-plugins/pull/50"}
            spec:
              group: scheduling.x-k8s.io
              scope: Namespaced
              names: {kind: PodGroup, plural: podgroups, singular: podgroup}
              versions:
                - name: v1alpha1
                  served: true
                  storage: true
                  schema:
                    openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}
            """;

    private static final String PATH = "/apis/scheduling.x-k8s.io/v1alpha1/namespaces/default/podgroups";

    private PodGroups() {}

    static void create(Caller caller, String name, int minimum) {
        JsonObject group = new JsonObject()
                .put("apiVersion", "scheduling.x-k8s.io/v1alpha1")
                .put("kind", "PodGroup")
                .put("metadata", new JsonObject().put("name", name))
                .put("spec", new JsonObject().put("minMember", minimum));
        Caller.Answer answer = caller.post(PATH, group.encode());
        assertThat(answer.code()).as("%s", answer).isEqualTo(201);
    }

    /** How many gangs have all of their pods bound, some or none; those of which pods have left are not whole any more. */
    static String summary(EndState end, int size) {
        Map<String, int[]> gangs = new TreeMap<>();
        for (JsonObject pod : end.pods()) {
            String gang = of(pod);
            if (gang != null) {
                int[] counts = gangs.computeIfAbsent(gang, _ -> new int[2]);
                counts[0]++;
                counts[1] += EndState.node(pod) == null ? 0 : 1;
            }
        }
        long whole = gangs.values().stream().filter(of -> of[0] == size).count();
        long bound = gangs.values().stream()
                .filter(of -> of[0] == size && of[1] == size)
                .count();
        long none = gangs.values().stream()
                .filter(of -> of[0] == size && of[1] == 0)
                .count();
        return "%d gangs that no pod has left: %d bound as a whole, %d wait as a whole, %d in part"
                .formatted(whole, bound, none, whole - bound - none);
    }

    private static @Nullable String of(JsonObject pod) {
        return pod.getJsonObject("metadata")
                .getJsonObject("labels", new JsonObject())
                .getString(LABEL);
    }
}
