package io.switchman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.e2e.fleet.Fleet;
import io.switchman.e2e.plane.Await;
import io.switchman.e2e.plane.SchedulerConfig;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Pods that would rather be somewhere, on nodes that are equal to Switchman. Its points drown the scheduler's own scores, so what a
 * pod prefers is honoured by Switchman or not at all; and each pod goes to the node that its devices are held on.
 */
class PreferenceTest {
    /** As many as filter returns at most: preferences are heard among these. */
    private static final int NODES = 64;

    private static final int ZONES = 4;
    private static final int IN_ZONE = 13;
    private static final int WISHES = 12;
    private static final int FEW = 4;

    private static final String ZONE = "example.com/zone";
    private static final String SPARE = "spare";
    private static final Duration SOON = Duration.ofMinutes(2);

    private static BurstStage stage;
    private static HoldRecorder recorder;

    @BeforeAll
    static void open() throws IOException {
        String[] names =
                IntStream.range(0, NODES).mapToObj("node-%02d"::formatted).toArray(String[]::new);
        stage = BurstStage.open(
                BurstStage.Setup.enforcing("preference").withSchedulers(0),
                Fleet.of("hgx-h100", names).changedBy(PreferenceTest::zoned));
        recorder = new HoldRecorder(stage.switchman());
        SchedulerConfig config = SchedulerConfig.read(SchedulerConfig.MANIFEST).extenderAt(recorder.address());
        stage.plane().startScheduler("kube-scheduler", config, "--leader-elect=false");
    }

    @AfterAll
    static void close() {
        if (stage != null) {
            stage.close();
        }
        if (recorder != null) {
            recorder.close();
        }
    }

    @Test
    void preferencesAreHonouredOnTheNodesThatAreHeld() {
        List<JsonObject> placed = new ArrayList<>();

        // At the same time, so that what others hold is in each other's way.
        List<JsonObject> pods = new ArrayList<>();
        for (int i = 0; i < WISHES * ZONES; i++) {
            pods.add(preferring(pod("wish-" + i), "zone-" + i % ZONES));
        }
        for (int i = 0; i < FEW; i++) {
            pods.add(tolerating(preferring(pod("hardy-" + i), SPARE)));
        }
        for (JsonObject pod : run(pods)) {
            String wished = EndState.name(pod).startsWith("hardy")
                    ? SPARE
                    : "zone-" + Integer.parseInt(EndState.name(pod).substring("wish-".length())) % ZONES;
            assertThat(zone(pod)).as(EndState.name(pod)).isEqualTo(wished);
            placed.add(pod);
        }

        // The scheduler's default weights: 300 for a node without the taint, 200 for the zone.
        List<JsonObject> tempted = IntStream.range(0, FEW)
                .mapToObj(i -> preferring(pod("tempted-" + i), SPARE))
                .toList();
        for (JsonObject pod : run(tempted)) {
            assertThat(zone(pod)).as(EndState.name(pod)).isNotEqualTo(SPARE);
            placed.add(pod);
        }

        // Where nothing else is left, a taint that is only a wish keeps nobody out.
        List<JsonObject> late =
                IntStream.range(0, FEW).mapToObj(i -> pod("late-" + i)).toList();
        for (JsonObject pod : run(late)) {
            assertThat(zone(pod)).as(EndState.name(pod)).isEqualTo(SPARE);
            placed.add(pod);
        }

        assertThat(placed).hasSize(WISHES * ZONES + 3 * FEW);
        for (JsonObject pod : placed) {
            Given.of(stage, pod).assertAsPlanned();
            assertThat(EndState.node(pod))
                    .as(EndState.name(pod))
                    .isEqualTo(recorder.held(EndState.uid(pod)))
                    .isEqualTo(recorder.named(EndState.uid(pod)));
        }
        assertThat(EndState.await(stage).problems()).isEmpty();
    }

    /** Four zones, and the rest of the nodes to be kept for bad times. */
    private static JsonObject zoned(JsonObject node) {
        int number = Integer.parseInt(EndState.name(node).substring("node-".length()));
        // Names go round the zones, or their order alone would bring neighbours together.
        boolean isSpare = number >= IN_ZONE * ZONES;
        String zone = isSpare ? SPARE : "zone-" + number % ZONES;
        node.getJsonObject("metadata").getJsonObject("labels").put(ZONE, zone);
        if (isSpare) {
            JsonObject taint = new JsonObject()
                    .put("key", "example.com/spare")
                    .put("value", "yes")
                    .put("effect", "PreferNoSchedule");
            node.put("spec", new JsonObject().put("taints", new JsonArray().add(taint)));
        }
        return node;
    }

    /** Needs a whole node, so that all idle ones are equal. */
    private static JsonObject pod(String name) {
        JsonObject limits = new JsonObject().put("nvidia.com/gpu", "8");
        for (int rail = 0; rail < 8; rail++) {
            limits.put("nvidia.com/sriov_rdma_vf_port" + rail, "1");
        }
        return Workload.pod(name, new JsonObject(), limits);
    }

    private static JsonObject preferring(JsonObject pod, String zone) {
        JsonObject wish =
                new JsonObject().put("key", ZONE).put("operator", "In").put("values", new JsonArray().add(zone));
        JsonObject preference = new JsonObject()
                .put("weight", 50)
                .put("preference", new JsonObject().put("matchExpressions", new JsonArray().add(wish)));
        JsonObject preferences = new JsonObject()
                .put("preferredDuringSchedulingIgnoredDuringExecution", new JsonArray().add(preference));
        pod.getJsonObject("spec").put("affinity", new JsonObject().put("nodeAffinity", preferences));
        return pod;
    }

    private static JsonObject tolerating(JsonObject pod) {
        JsonObject toleration = new JsonObject().put("key", "example.com/spare").put("operator", "Exists");
        pod.getJsonObject("spec").put("tolerations", new JsonArray().add(toleration));
        return pod;
    }

    /** Creates pods at the same time and waits until all run. */
    private static List<JsonObject> run(List<JsonObject> pods) {
        List<JsonObject> created = pods.parallelStream().map(stage::create).toList();
        return created.stream()
                .map(pod -> Await.until(
                        EndState.name(pod) + " to run",
                        SOON,
                        () -> {
                            JsonObject now = stage.read(pod);
                            return "Running".equals(EndState.phase(now)) ? now : null;
                        },
                        () -> stage.read(pod).encodePrettily()))
                .toList();
    }

    private static String zone(JsonObject pod) {
        String node = Objects.requireNonNull(EndState.node(pod));
        JsonObject object = new JsonObject(
                stage.plane().admin().get("/api/v1/nodes/" + node).text());
        return object.getJsonObject("metadata").getJsonObject("labels").getString(ZONE);
    }
}
