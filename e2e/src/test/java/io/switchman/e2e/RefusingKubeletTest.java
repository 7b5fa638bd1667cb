package io.switchman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.e2e.fleet.Fleet;
import io.switchman.e2e.plane.Await;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A kubelet fails each pod that comes, and a controller makes another one at once. Without back-off the node that is always free
 * would take and kill one pod after another; so failed pods on it are counted, and the pods must end up elsewhere.
 */
class RefusingKubeletTest {
    /** Each pod takes a whole node, so free nodes are equal, and of these the first by name is taken. */
    private static final String BAD = "node-a";

    private static final int REPLICAS = 2;
    private static final Duration WATCHED = Duration.ofSeconds(Integer.getInteger("refusing.seconds", 60));

    /** Failures double the back-off of 10 s, so they come at 0, 10 and 30 s, and another one may be on its way at each. */
    private static final int MOST_FAILED = 6;

    @ParameterizedTest
    @ValueSource(strings = {"UnexpectedAdmissionError", "TopologyAffinityError"})
    void aNodeThatFailsPodsIsLeftAlone(String reason) {
        String name = "refusing-" + reason.toLowerCase(Locale.ROOT);
        try (BurstStage stage =
                BurstStage.open(BurstStage.Setup.enforcing(name), Fleet.of("hgx-h100", BAD, "node-b", "node-c"))) {
            stage.kubelets().failAll(BAD, reason);
            Replicas replicas = new Replicas(stage, REPLICAS);
            long began = System.nanoTime();
            List<JsonObject> pods = Await.until(
                    "a minute to pass",
                    WATCHED.plusSeconds(30),
                    () -> {
                        replicas.reconcile();
                        boolean isOver = System.nanoTime() - began > WATCHED.toNanos();
                        return isOver && replicas.areRunning() ? stage.pods() : null;
                    },
                    () -> stage.pods().toString());

            Map<String, Long> failed = byNode(pods, "Failed");
            Map<String, Long> running = byNode(pods, "Running");
            System.out.printf("refusing: %s for %s: failed %s, running %s%n", reason, WATCHED, failed, running);
            assertThat(failed).containsOnlyKeys(BAD);
            assertThat(failed.get(BAD)).as("pods failed by the bad node").isBetween(1L, (long) MOST_FAILED);
            assertThat(running).doesNotContainKey(BAD);
            assertThat(running.values().stream().mapToLong(Long::longValue).sum())
                    .isEqualTo(REPLICAS);
        }
    }

    private static Map<String, Long> byNode(List<JsonObject> pods, String phase) {
        return pods.stream()
                .filter(pod -> EndState.phase(pod).equals(phase))
                .collect(Collectors.groupingBy(
                        pod -> String.valueOf(EndState.node(pod)), TreeMap::new, Collectors.counting()));
    }

    /** A controller as a ReplicaSet has one: a failed pod stays, and another one takes its place. Now and then one is recycled. */
    private static final class Replicas {
        private static final int RAILS = 8;
        private static final long RECYCLED_EVERY_NANOS = 2_000_000_000L;

        private final BurstStage stage;
        private final int count;
        private int made;
        private long recycled = System.nanoTime();

        Replicas(BurstStage stage, int count) {
            this.stage = stage;
            this.count = count;
        }

        void reconcile() {
            List<JsonObject> alive = alive();
            IntStream.range(alive.size(), count).forEach(_ -> make());
            // So that pods of the same shape come all the time, and the node is a temptation all the time.
            if (System.nanoTime() - recycled > RECYCLED_EVERY_NANOS && areRunning()) {
                recycled = System.nanoTime();
                stage.kubelets().finish(alive.getFirst());
            }
        }

        boolean areRunning() {
            return alive().stream()
                            .filter(pod -> EndState.phase(pod).equals("Running"))
                            .count()
                    == count;
        }

        private List<JsonObject> alive() {
            return stage.pods().stream()
                    .filter(pod -> !EndState.phase(pod).equals("Failed")
                            && !EndState.phase(pod).equals("Succeeded"))
                    .toList();
        }

        private void make() {
            JsonObject limits = new JsonObject().put("nvidia.com/gpu", "8");
            IntStream.range(0, RAILS).forEach(rail -> limits.put("nvidia.com/sriov_rdma_vf_port" + rail, "1"));
            stage.create(Workload.pod("replica-" + made++, new JsonObject(), limits));
        }
    }
}
