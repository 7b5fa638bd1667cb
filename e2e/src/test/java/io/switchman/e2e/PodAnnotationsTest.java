package io.switchman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.e2e.plane.Caller;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may write which annotations of pods: ours are ours alone, and ours are all that we write. */
class PodAnnotationsTest {
    private static final String RESERVED = "switchman-reserved-annotations";
    private static final String OWN = "switchman-own-writes";
    private static final String OWN_BINDINGS = "switchman-own-bindings";

    private static GuardedCluster cluster;

    @BeforeAll
    static void open() {
        cluster = GuardedCluster.open("annotations");
    }

    @AfterAll
    static void close() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"switchman.io/plan", "switchman.io/actual", "switchman.io/kick"})
    void nobodyCreatesPodsWithReservedOnes(String key) {
        String pod = GuardedCluster.podJson("forged", "\"" + key + "\": \"\"");

        refused(RESERVED, cluster.author().post("/api/v1/namespaces/ml/pods", pod));
        refused(RESERVED, cluster.admin().post("/api/v1/namespaces/ml/pods", pod));
        assertThat(cluster.author().post("/api/v1/namespaces/ml/pods", pod).text())
                .contains(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/status"})
    void nobodySetsChangesOrRemovesThem(String subresource) {
        String pod = cluster.createPod("kept" + subresource.replace('/', '-'));
        refused(RESERVED, cluster.author().patch(pod + subresource, annotation("switchman.io/plan", "\"mine\"")));

        allowed(cluster.switchman().patch(pod, annotation("switchman.io/plan", "\"signed\"")));
        for (String value : new String[] {"\"mine\"", "\"\"", "null"}) {
            refused(RESERVED, cluster.author().patch(pod + subresource, annotation("switchman.io/plan", value)));
            refused(RESERVED, cluster.admin().patch(pod + subresource, annotation("switchman.io/plan", value)));
        }
        refused(RESERVED, cluster.author().patch(pod + subresource, "{\"metadata\":{\"annotations\":null}}"));

        assertThat(cluster.author().get(pod).at("metadata", "annotations", "switchman.io/plan"))
                .isEqualTo("signed");
    }

    @Test
    void everythingElseOfSuchAPodCanBeChanged() {
        String pod = cluster.createPod("free");
        allowed(cluster.switchman().patch(pod, annotation("switchman.io/plan", "\"signed\"")));

        allowed(cluster.author().patch(pod, annotation("team", "\"b\"")));
        allowed(cluster.author().patch(pod, annotation("team", "null")));
        allowed(cluster.author().patch(pod, annotation("switchman.io/policy", "\"require\"")));
        allowed(cluster.author().patch(pod, "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}"));
        allowed(cluster.author().patch(pod + "/status", "{\"status\":{\"message\":\"waits\"}}"));
        Caller.Answer read = cluster.author().get(pod);
        allowed(cluster.author().send("PUT", pod, Caller.JSON, read.text()));
        allowed(cluster.author().send("DELETE", pod, Caller.JSON, ""));
    }

    @Test
    void nobodyElseBindsWithThem() {
        String pod = cluster.createPod("foreign");
        String forged = GuardedCluster.bindingJson("foreign", ", \"annotations\": {\"switchman.io/plan\": \"mine\"}");

        refused(RESERVED, cluster.author().post(pod + "/binding", forged));
        refused(RESERVED, cluster.author().post("/api/v1/namespaces/ml/bindings", forged));
        refused(RESERVED, cluster.admin().post(pod + "/binding", forged));
        assertThat(cluster.author().get(pod).at("spec", "nodeName")).isNull();

        allowed(cluster.author().post(pod + "/binding", GuardedCluster.bindingJson("foreign", "")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"metadata\":{\"annotations\":{\"team\":\"b\"}}}",
                "{\"metadata\":{\"annotations\":{\"team\":null}}}",
                "{\"metadata\":{\"annotations\":{\"new\":\"1\"}}}",
                "{\"metadata\":{\"annotations\":{\"switchman.io/policy\":\"ignore\"}}}",
                "{\"metadata\":{\"annotations\":{\"switchman.io/kick\":\"1\",\"new\":\"1\"}}}",
                "{\"metadata\":{\"annotations\":null}}",
                "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}",
                "{\"metadata\":{\"finalizers\":[\"example.com/keep\"]}}",
                "{\"metadata\":{\"ownerReferences\":[{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"name\":\"x\",\"uid\":\"y\"}]}}",
                "{\"spec\":{\"activeDeadlineSeconds\":1}}",
                "{\"spec\":{\"containers\":[{\"name\":\"main\",\"image\":\"other:1\"}]}}",
            })
    void weWriteNothingElse(String patch) {
        refused(OWN, cluster.switchman().patch(GuardedCluster.pod("probe"), patch));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ", \"annotations\": {\"team\": \"b\"}",
                ", \"annotations\": {\"switchman.io/plan\": \"v1\", \"team\": \"b\"}",
                ", \"labels\": {\"a\": \"b\"}",
            })
    void weBindWithNothingElse(String metadata) {
        String binding = GuardedCluster.bindingJson("probe", metadata);

        refused(OWN_BINDINGS, cluster.switchman().post(GuardedCluster.pod("probe") + "/binding", binding));
    }

    private static String annotation(String key, String value) {
        return "{\"metadata\":{\"annotations\":{\"%s\":%s}}}".formatted(key, value);
    }

    private static void allowed(Caller.Answer answer) {
        assertThat(answer.code()).as(answer.text()).isBetween(200, 201);
    }

    private static void refused(String policy, Caller.Answer answer) {
        assertThat(answer.code()).as(answer.text()).isEqualTo(403);
        assertThat(answer.text()).contains("ValidatingAdmissionPolicy '" + policy + "'");
    }
}
