package io.switchman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.e2e.fleet.Fleet;
import io.switchman.e2e.plane.Await;
import io.switchman.e2e.plane.Caller;
import io.switchman.e2e.plane.SchedulerConfig;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Switchman that only observes changes nothing: pods go where the scheduler alone would have sent them. */
class ObserveTest {
    private static final String[] NODES = {"a", "b", "c"};
    private static final int PODS = 9;
    private static final List<String> NO_PROMISE = List.of("NOT_CERTAIN", "NOT_ALIGNED");
    private static final int NODES_OF_BURST = Integer.getInteger("observe.nodes", 24);
    private static final int BURST = Integer.getInteger("observe.pods", 60);

    @Test
    void podsGoWhereTheSchedulerAloneSendsThem() {
        try (BurstStage stage =
                BurstStage.open(BurstStage.Setup.enforcing("observe").observing(), Fleet.of("hgx-h100", NODES))) {
            stage.plane().startScheduler("kube-scheduler-alone", alone(), "--leader-elect=false");

            Map<String, String> byTheSchedulerAlone = place(stage, "alone");
            Map<String, String> observed = place(stage, "switchman");

            assertThat(observed).isEqualTo(byTheSchedulerAlone);
            assertThat(observed.values()).contains(NODES);
            assertThat(stage.switchman().get("/metrics"))
                    .containsPattern("switchman_[a-z_]*\\{[^}]*verb=\"filter\"[^}]*\\} [1-9]");
            recorded(stage, observed);
        }
    }

    /** Each decision stands beside the one that was not made. No node can promise what these pods require. */
    private static void recorded(BurstStage stage, Map<String, String> nodes) {
        Map<String, String> chosen = new TreeMap<>();
        for (JsonObject pod : observed(stage, nodes.size())) {
            chosen.put(pod.getString("pod").replace("default/switchman-", "pod-"), pod.getString("chosen"));
            assertThat(pod.getString("would")).isNull();
            assertThat(pod.getString("verdict")).isIn(NO_PROMISE);
            assertThat(pod.getString("there")).isIn(NO_PROMISE);
            assertThat(pod.getString("agreement")).isEqualTo("refused");
        }
        assertThat(chosen).isEqualTo(nodes);
    }

    @Test
    void everyPodOfABurstIsRecorded() {
        try (BurstStage stage =
                BurstStage.open(BurstStage.Setup.enforcing("observe-burst").observing(), Fleet.mixed(NODES_OF_BURST))) {
            Workload workload = new Workload(stage, 3);
            workload.create(BURST);
            List<JsonObject> pods = Await.until(
                    "every pod to be bound or refused",
                    Duration.ofMinutes(2),
                    () -> {
                        List<JsonObject> now = stage.pods();
                        return now.stream()
                                        .allMatch(pod ->
                                                EndState.node(pod) != null || EndState.unschedulable(pod) != null)
                                ? now
                                : null;
                    },
                    () -> "some are not");
            Map<String, String> bound = new TreeMap<>();
            pods.stream()
                    .filter(pod -> EndState.node(pod) != null)
                    .forEach(pod -> bound.put(EndState.uid(pod), Objects.requireNonNull(EndState.node(pod))));

            List<JsonObject> observed = observed(stage, bound.size());

            Map<String, String> chosen = new TreeMap<>();
            Map<String, Integer> agreement = new TreeMap<>();
            for (JsonObject pod : observed) {
                chosen.put(pod.getString("uid"), pod.getString("chosen"));
                agreement.merge(pod.getString("agreement"), 1, Integer::sum);
            }
            System.out.printf("observe: %d pods bound, our choice would have been: %s%n", bound.size(), agreement);
            assertThat(chosen).isEqualTo(bound);
            assertThat(agreement).doesNotContainKey("unknown");
            String metrics = stage.switchman().get("/metrics");
            agreement.forEach((word, count) -> assertThat(metrics)
                    .contains("switchman_observed_total{agreement=\"%s\"} %d.0".formatted(word, count)));
        }
    }

    /** What Switchman tells of so many pods. */
    private static List<JsonObject> observed(BurstStage stage, int count) {
        return Await.until(
                count + " records",
                Duration.ofSeconds(30),
                () -> {
                    JsonObject page = new JsonObject(stage.switchman().get("/debug/observed?limit=10000"));
                    List<JsonObject> pods = page.getJsonArray("pods").stream()
                            .map(JsonObject.class::cast)
                            .toList();
                    return pods.size() >= count ? pods : null;
                },
                () -> stage.switchman().get("/debug/observed"));
    }

    /** One after another, so that each sees the same as its counterpart; then all leave. */
    private static Map<String, String> place(BurstStage stage, String scheduler) {
        Map<String, String> nodes = new TreeMap<>();
        List<JsonObject> pods = new ArrayList<>();
        for (int i = 0; i < PODS; i++) {
            JsonObject pod = stage.create(pod(scheduler, i));
            JsonObject running = stage.await(pod, "running", now -> "Running".equals(EndState.phase(now)));
            nodes.put("pod-" + i, Objects.requireNonNull(EndState.node(running)));
            pods.add(pod);
        }
        for (JsonObject pod : pods) {
            stage.plane()
                    .admin()
                    .send("DELETE", "/api/v1/namespaces/default/pods/" + EndState.name(pod), Caller.JSON, "");
        }
        Await.until(
                "no pods",
                Duration.ofSeconds(30),
                () -> stage.pods().isEmpty() ? true : null,
                () -> stage.pods().size() + " are left");
        return nodes;
    }

    /** Requires what no node can promise, and wishes for a node that Switchman would not choose for it. */
    private static JsonObject pod(String scheduler, int number) {
        JsonObject limits = new JsonObject()
                .put("nvidia.com/gpu", "2")
                .put("nvidia.com/sriov_rdma_vf_port0", "1")
                .put("nvidia.com/sriov_rdma_vf_port7", "1");
        JsonObject pod =
                Workload.pod(scheduler + "-" + number, new JsonObject().put("switchman.io/policy", "require"), limits);
        JsonObject wish = new JsonObject()
                .put("key", "kubernetes.io/hostname")
                .put("operator", "In")
                .put("values", new JsonArray().add(NODES[number % NODES.length]));
        JsonObject preference = new JsonObject()
                .put("weight", 100)
                .put("preference", new JsonObject().put("matchExpressions", new JsonArray().add(wish)));
        pod.getJsonObject("spec")
                .put("schedulerName", scheduler)
                .put(
                        "affinity",
                        new JsonObject()
                                .put(
                                        "nodeAffinity",
                                        new JsonObject()
                                                .put(
                                                        "preferredDuringSchedulingIgnoredDuringExecution",
                                                        new JsonArray().add(preference))));
        return pod;
    }

    private static SchedulerConfig alone() {
        return SchedulerConfig.of("alone", """
                apiVersion: kubescheduler.config.k8s.io/v1
                kind: KubeSchedulerConfiguration
                profiles:
                  - schedulerName: alone
                    percentageOfNodesToScore: 100
                """);
    }
}
