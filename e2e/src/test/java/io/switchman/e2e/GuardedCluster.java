package io.switchman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.e2e.plane.Await;
import io.switchman.e2e.plane.Caller;
import io.switchman.e2e.plane.ControlPlane;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * A control plane with Switchman's account and admission policies, as operators are given them, and somebody who has all
 * rights on pods of the namespace {@code ml}.
 *
 * @param admin may do everything, and is of system:masters
 * @param switchman the account
 * @param author the one with pods in {@code ml}
 */
record GuardedCluster(ControlPlane plane, Caller admin, Caller switchman, Caller author) implements AutoCloseable {
    static final String NAMESPACE = "switchman-system";
    static final String ACCOUNT = "switchman";

    /** In a zone, which the API server writes into each Binding to it. */
    static final String NODE = "here";

    private static final Duration ACTIVE_WITHIN = Duration.ofSeconds(60);
    private static final String PODS = "/api/v1/namespaces/ml/pods";

    private static final String PEOPLE = """
            apiVersion: v1
            kind: Namespace
            metadata: {name: ml}
            ---
            apiVersion: v1
            kind: ServiceAccount
            metadata: {name: author, namespace: ml}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata: {name: author, namespace: ml}
            rules:
            - {apiGroups: [""], resources: ["*"], verbs: ["*"]}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: author, namespace: ml}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: author}
            subjects:
            - {kind: ServiceAccount, name: author, namespace: ml}
            ---
            apiVersion: v1
            kind: Node
            metadata: {name: here, labels: {kubernetes.io/hostname: here, topology.kubernetes.io/zone: z1}}
            """;

    /**
     * Sets it up.
     *
     * @param name of the directory with logs and data, under {@code target}
     */
    static GuardedCluster open(String name) {
        ControlPlane plane = ControlPlane.start(Path.of("target", "planes", name));
        try {
            Caller admin = plane.admin();
            Manifests.apply(
                    admin, "crds/machinetypes.yaml", "crds/nodetopologies.yaml", "rbac.yaml", "admission-policy.yaml");
            Manifests.applyText(admin, PEOPLE);
            GuardedCluster cluster =
                    new GuardedCluster(plane, admin, plane.account(NAMESPACE, ACCOUNT), plane.account("ml", "author"));
            cluster.awaitPolicies();
            return cluster;
        } catch (RuntimeException | Error e) {
            plane.close();
            throw e;
        }
    }

    /** Policies take effect a moment after they are stored, and so do rights and kinds. */
    private void awaitPolicies() {
        String probe = createPod("probe");
        String patch = probe + "?dryRun=All";
        awaitRefusal(
                "switchman-reserved-annotations",
                () -> author.patch(patch, "{\"metadata\":{\"annotations\":{\"switchman.io/kick\":\"1\"}}}"));
        awaitRefusal("switchman-own-writes", () -> switchman.patch(patch, "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}"));
        String binding = bindingJson("probe", ", \"labels\": {\"a\": \"b\"}");
        awaitRefusal("switchman-own-bindings", () -> switchman.post(probe + "/binding?dryRun=All", binding));
        for (String plural : new String[] {"machinetypes", "nodetopologies"}) {
            String path = "/apis/topology.switchman.io/v1alpha1/" + plural;
            Await.until(path, ACTIVE_WITHIN, () -> admin.get(path).code() == 200 ? true : null, () -> "not served");
        }
    }

    private static void awaitRefusal(String policy, Supplier<Caller.Answer> attempt) {
        Await.until(
                policy + " to be active",
                ACTIVE_WITHIN,
                () -> attempt.get().text().contains(policy) ? true : null,
                () -> "the last attempt was answered: " + attempt.get());
    }

    /** The path of a pod of {@code ml}. */
    static String pod(String name) {
        return PODS + "/" + name;
    }

    /** A pod as JSON, with annotations as the inside of a JSON object. */
    static String podJson(String name, String annotations) {
        return """
                {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "%s", "annotations": {%s}},
                 "spec": {"schedulerName": "nobody", "containers": [{"name": "main", "image": "train:1"}]}}
                """.formatted(name, annotations);
    }

    /** A Binding as JSON. */
    static String bindingJson(String pod, String metadata) {
        return """
                {"apiVersion": "v1", "kind": "Binding", "metadata": {"name": "%s"%s},
                 "target": {"apiVersion": "v1", "kind": "Node", "name": "%s"}}
                """.formatted(pod, metadata, NODE);
    }

    /** Creates a pod in {@code ml} that nobody schedules. */
    String createPod(String name) {
        assertThat(author.post(PODS, podJson(name, "\"team\": \"a\"")))
                .extracting(Caller.Answer::code)
                .isEqualTo(201);
        return pod(name);
    }

    @Override
    public void close() {
        plane.close();
    }
}
