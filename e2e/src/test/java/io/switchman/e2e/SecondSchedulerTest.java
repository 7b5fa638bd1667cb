package io.switchman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.models.V1Pod;
import io.switchman.e2e.plane.Await;
import io.switchman.e2e.plane.Caller;
import io.switchman.e2e.plane.SchedulerConfig;
import io.switchman.topology.model.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** kube-scheduler beside Switchman works with the rights and the configuration of the manifests; so do their pods. */
class SecondSchedulerTest {
    private static final String PLANE = "second-scheduler";
    private static final String SECOND = "second-scheduler.yaml";
    private static final String PODS = "/api/v1/namespaces/switchman-system/pods?dryRun=All&fieldValidation=Strict";
    private static final String LEASE =
            "/apis/coordination.k8s.io/v1/namespaces/switchman-system/leases/switchman-scheduler";
    private static final Duration LEADS_WITHIN = Duration.ofSeconds(60);

    private static GuardedCluster cluster;

    @BeforeAll
    static void open() {
        cluster = GuardedCluster.open(PLANE);
        Manifests.apply(cluster.admin(), SECOND, "daemonset.yaml");
    }

    @AfterAll
    static void close() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void schedulerPlacesPodsAsTheAccount() throws ApiException, IOException {
        Machine machine = Stage.machine("hgx-h100");
        cluster.plane().client().advertise(GuardedCluster.NODE, Stage.resources(machine));
        try (RunningSwitchman switchman = RunningSwitchman.over(Map.of(GuardedCluster.NODE, machine))) {
            Path kubeconfig = cluster.plane().kubeconfigOf(GuardedCluster.NAMESPACE, GuardedCluster.ACCOUNT);
            cluster.plane()
                    .startScheduler(
                            "kube-scheduler",
                            config().extenderAt(switchman.verbs()).bindingItself(),
                            kubeconfig,
                            "--authentication-skip-lookup=false",
                            "--authentication-kubeconfig=" + kubeconfig,
                            "--authorization-kubeconfig=" + kubeconfig);

            V1Pod pod = cluster.plane().client().create(Pods.asking("placed", 1, 0));
            V1Pod bound = cluster.plane().client().await(pod, "bound", Pods::isBound);
            assertThat(Pods.node(bound)).isEqualTo(switchman.heldOn(Pods.uid(pod)));

            V1Pod large = cluster.plane().client().create(Pods.asking("large", 8, 0));
            cluster.plane().client().await(large, "unschedulable", now -> Pods.unschedulable(now) != null);

            V1Pod urgent = Pods.asking("urgent", 8, 0);
            Pods.spec(urgent).priorityClassName("system-cluster-critical");
            cluster.plane().client().create(urgent);
            cluster.plane()
                    .client()
                    .await(pod, "deleted to make room", now -> Pods.meta(now).getDeletionTimestamp() != null);
            leads();
        }
        assertThat(Files.readString(Path.of("target", "planes", PLANE, "kube-scheduler.log")))
                .doesNotContain("forbidden", "cannot ");
    }

    private static SchedulerConfig config() {
        Object map = Manifests.find(SECOND, "ConfigMap", "switchman-scheduler");
        String text = String.valueOf(Manifests.at(map, "data", "kube-scheduler-config.yaml"));
        return SchedulerConfig.of(SECOND, text);
    }

    private static void leads() {
        Object holder = Await.until(
                "the lease to be held",
                LEADS_WITHIN,
                () -> cluster.admin().get(LEASE).at("spec", "holderIdentity"),
                () -> cluster.admin().get(LEASE).text());
        assertThat(String.valueOf(holder)).isNotEmpty();
    }

    @Test
    void podOfTheDeploymentIsRestrictedEnough() {
        Caller.Answer answer = cluster.admin().send("POST", PODS, "application/yaml", pod(SECOND, "Deployment"));

        assertThat(answer.code()).as(answer.text()).isEqualTo(201);
        assertThat(answer.at("spec", "priority")).isEqualTo(2_000_000_000);
    }

    @Test
    void podOfTheDaemonSetNeedsAnotherNamespace() {
        String pod = pod("daemonset.yaml", "DaemonSet");
        String namespace = "/api/v1/namespaces/switchman-system";
        String level = "{\"metadata\":{\"labels\":{\"pod-security.kubernetes.io/enforce\":\"%s\"}}}";

        Caller.Answer answer = cluster.admin().send("POST", PODS, "application/yaml", pod);
        assertThat(answer.code()).as(answer.text()).isEqualTo(403);
        assertThat(answer.text()).contains("violates PodSecurity \\\"restricted:latest\\\": host namespaces");

        cluster.admin().patch(namespace, level.formatted("privileged"));
        try {
            Caller.Answer again = cluster.admin().send("POST", PODS, "application/yaml", pod);
            assertThat(again.code()).as(again.text()).isEqualTo(201);
        } finally {
            cluster.admin().patch(namespace, level.formatted("restricted"));
        }
    }

    /** The scheduler's rights are the account's too, but for what the policies know of. */
    @Test
    void rightsOfTheSchedulerAddNoOtherWrites() {
        String pod = cluster.createPod("victim");
        Caller account = cluster.switchman();

        assertThat(account.patch(pod, "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}")
                        .text())
                .contains("switchman-own-writes");
        assertThat(account.patch(pod + "/status", "{\"metadata\":{\"annotations\":{\"team\":\"b\"}}}")
                        .text())
                .contains("switchman-own-writes");
        String binding = GuardedCluster.bindingJson("victim", ", \"annotations\": {\"team\": \"b\"}");
        assertThat(account.post("/api/v1/namespaces/ml/bindings", binding).text())
                .contains("switchman-own-bindings");
        for (String path : new String[] {"/api/v1/nodes/here", "/api/v1/nodes/here/status", LEASE + "-other"}) {
            assertThat(account.patch(path, "{}").code()).as(path).isEqualTo(403);
        }
        assertThat(account.get("/api/v1/secrets").code()).isEqualTo(403);
        assertThat(account.post("/api/v1/namespaces/ml/pods", "{}").code()).isEqualTo(403);

        assertThat(account.send("DELETE", pod, Caller.JSON, "").code())
                .as("kube-scheduler makes room")
                .isEqualTo(200);
    }

    /** A pod as the controller would make it. */
    private static String pod(String file, String kind) {
        Object template = Manifests.at(Manifests.find(file, kind, "switchman"), "spec", "template");
        Map<Object, Object> metadata =
                new LinkedHashMap<>((Map<?, ?>) Objects.requireNonNull(Manifests.at(template, "metadata")));
        metadata.put("name", "one");
        return Manifests.yaml(Map.of(
                "apiVersion",
                "v1",
                "kind",
                "Pod",
                "metadata",
                metadata,
                "spec",
                Objects.requireNonNull(Manifests.at(template, "spec"))));
    }
}
