package io.switchman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.e2e.plane.Caller;
import io.switchman.events.kube.ClusterKinds;
import io.switchman.events.kube.feed.ApiPath;
import io.switchman.events.kube.translate.MachineMemo;
import io.switchman.events.machine.Naming;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Switchman's account may do what Switchman does, and nothing beside it. */
class AccountRightsTest {
    private static final String LEASES = "/apis/coordination.k8s.io/v1/namespaces/switchman-system/leases";

    private static GuardedCluster cluster;

    @BeforeAll
    static void open() {
        cluster = GuardedCluster.open("rights");
    }

    @AfterAll
    static void close() {
        if (cluster != null) {
            cluster.close();
        }
    }

    static List<String> watched() {
        return new ClusterKinds(name -> true, new MachineMemo(Naming.PER_PORT, 1))
                .all().stream()
                        .flatMap(kind -> kind.paths().stream())
                        .map(ApiPath::path)
                        .toList();
    }

    /** Rights are looked at before whether there is such a kind, so 404 is a yes. */
    @ParameterizedTest
    @MethodSource("watched")
    void everyKindCanBeListedAndWatched(String path) {
        int known = cluster.admin().get(path).code();
        assertThat(known).isIn(200, 404);

        assertThat(cluster.switchman().get(path).code()).isEqualTo(known);
        assertThat(cluster.switchman()
                        .get(path + "?watch=true&timeoutSeconds=1")
                        .code())
                .isEqualTo(known);
        assertThat(cluster.switchman().get(path + "/some").code()).isEqualTo(404);
    }

    @Test
    void kindsOfEveryClusterAreThere() {
        assertThat(watched().stream().filter(path -> cluster.admin().get(path).code() == 200))
                .contains(
                        "/api/v1/nodes",
                        "/api/v1/pods",
                        "/apis/policy/v1/poddisruptionbudgets",
                        "/apis/topology.switchman.io/v1alpha1/nodetopologies",
                        "/apis/topology.switchman.io/v1alpha1/machinetypes");
    }

    @Test
    void podIsBoundWithItsPlan() {
        String pod = cluster.createPod("bound");

        Caller.Answer answer = cluster.switchman()
                .post(
                        pod + "/binding",
                        GuardedCluster.bindingJson("bound", ", \"annotations\": {\"switchman.io/plan\": \"v1\"}"));

        assertThat(answer.code()).as(answer.text()).isEqualTo(201);
        Caller.Answer bound = cluster.switchman().get(pod);
        assertThat(bound.at("spec", "nodeName")).isEqualTo(GuardedCluster.NODE);
        assertThat(bound.at("metadata", "annotations", "switchman.io/plan")).isEqualTo("v1");
        assertThat(bound.at("metadata", "annotations", "team")).isEqualTo("a");
        assertThat(bound.at("metadata", "labels", "topology.kubernetes.io/zone"))
                .isEqualTo("z1");
    }

    @ParameterizedTest
    @CsvSource({"kick", "actual", "plan"})
    void ownAnnotationsAreWritten(String key) {
        String pod = cluster.createPod("own-" + key);

        for (String value : List.of("\"1\"", "\"2\"", "null")) {
            Caller.Answer answer = cluster.switchman()
                    .patch(pod, "{\"metadata\":{\"annotations\":{\"switchman.io/%s\":%s}}}".formatted(key, value));
            assertThat(answer.code()).as(answer.text()).isEqualTo(200);
        }
    }

    @Test
    void ownLeaseIsUsed() {
        Caller.Answer made = cluster.switchman().post(LEASES, lease(""));
        assertThat(made.code()).as(made.text()).isEqualTo(201);

        Caller.Answer read = cluster.switchman().get(LEASES + "/switchman");
        assertThat(read.code()).isEqualTo(200);

        String version = ", \"resourceVersion\": \"" + read.at("metadata", "resourceVersion") + "\"";
        assertThat(cluster.switchman()
                        .send("PUT", LEASES + "/switchman", Caller.JSON, lease(version))
                        .code())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE, /api/v1/namespaces/ml/pods/probe",
        "DELETE, /api/v1/namespaces/ml/pods",
        "POST,   /api/v1/namespaces/ml/pods",
        "PUT,    /api/v1/namespaces/ml/pods/probe",
        "PATCH,  /api/v1/namespaces/ml/pods/probe/status",
        "PATCH,  /api/v1/namespaces/ml/pods/probe/ephemeralcontainers",
        "PATCH,  /api/v1/namespaces/ml/pods/probe/resize",
        "POST,   /api/v1/namespaces/ml/pods/probe/eviction",
        "POST,   /api/v1/namespaces/ml/pods/probe/exec",
        "GET,    /api/v1/namespaces/ml/pods/probe/log",
        "POST,   /api/v1/namespaces/ml/bindings",
        "PATCH,  /api/v1/nodes/here",
        "PATCH,  /api/v1/nodes/here/status",
        "DELETE, /api/v1/nodes/here",
        "GET,    /api/v1/secrets",
        "GET,    /api/v1/namespaces/switchman-system/secrets",
        "GET,    /api/v1/namespaces/switchman-system/secrets/switchman-plan-keys",
        "GET,    /api/v1/namespaces/switchman-system/configmaps/switchman",
        "GET,    /api/v1/namespaces",
        "POST,   /api/v1/namespaces/ml/events",
        "POST,   /api/v1/namespaces/switchman-system/serviceaccounts/switchman/token",
        "PATCH,  /apis/topology.switchman.io/v1alpha1/nodetopologies/here",
        "PATCH,  /apis/topology.switchman.io/v1alpha1/nodetopologies/here/status",
        "POST,   /apis/topology.switchman.io/v1alpha1/machinetypes",
        "PATCH,  /apis/rbac.authorization.k8s.io/v1/clusterroles/switchman",
        "DELETE, /apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies/switchman-own-writes",
        "DELETE, /apis/coordination.k8s.io/v1/namespaces/switchman-system/leases/switchman",
        "GET,    /apis/coordination.k8s.io/v1/namespaces/switchman-system/leases/another",
        "PUT,    /apis/coordination.k8s.io/v1/namespaces/switchman-system/leases/another",
        "GET,    /apis/coordination.k8s.io/v1/namespaces/kube-system/leases/kube-scheduler",
        "POST,   /apis/coordination.k8s.io/v1/namespaces/kube-system/leases",
    })
    void nothingElseIsAllowed(String method, String path) {
        String type = method.equals("PATCH") ? Caller.MERGE_PATCH : Caller.JSON;

        Caller.Answer answer = cluster.switchman().send(method, path, type, method.equals("GET") ? "" : "{}");

        assertThat(answer.code()).as(answer.text()).isEqualTo(403);
        assertThat(answer.text())
                .contains("system:serviceaccount:switchman-system:switchman")
                .contains("cannot");
    }

    private static String lease(String metadata) {
        return """
                {"apiVersion": "coordination.k8s.io/v1", "kind": "Lease", "metadata": {"name": "switchman"%s},
                 "spec": {"holderIdentity": "one", "leaseDurationSeconds": 15}}
                """.formatted(metadata);
    }
}
