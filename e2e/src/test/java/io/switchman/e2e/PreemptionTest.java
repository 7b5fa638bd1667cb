package io.switchman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.e2e.fleet.Fleet;
import io.switchman.e2e.plane.Await;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A pod that is short of GPUs by the scheduler's counts, and requires some that are beside its rails. The scheduler's own victims
 * are those of the lowest priority that started last, whatever devices they have; who is deleted is asked of the API server.
 */
class PreemptionTest {
    /** Under each switch one GPU and one rail. */
    private static final String A = "a";

    private static final String B = "b";

    /** Under each switch two GPUs and four rails. */
    private static final String PAIRED = "paired";

    private static final String NEVER = "guarded";
    private static final int LOW = 100;
    private static final int MID = 200;
    private static final int HIGH = 1000;

    private static final String OBJECTS = """
            apiVersion: scheduling.k8s.io/v1
            kind: PriorityClass
            metadata: {name: p100}
            value: 100
            ---
            apiVersion: scheduling.k8s.io/v1
            kind: PriorityClass
            metadata: {name: p200}
            value: 200
            ---
            apiVersion: scheduling.k8s.io/v1
            kind: PriorityClass
            metadata: {name: p1000}
            value: 1000
            ---
            apiVersion: policy/v1
            kind: PodDisruptionBudget
            metadata: {name: guard, namespace: default}
            spec: {maxUnavailable: 0, selector: {matchLabels: {app: guarded}}}
            """;

    private static final Pattern PREEMPTS =
            Pattern.compile("switchman_outcomes_total\\{[^}]*outcome=\"done\"[^}]*verb=\"preempt\"[^}]*} ([0-9.]+)");
    private static final Duration SOON = Duration.ofSeconds(60);

    /** Long enough for the scheduler to try a pod again, which it does with every change. */
    private static final Duration PATIENCE = Duration.ofSeconds(6);

    private static BurstStage stage;

    /** Pods that were there before. */
    private final List<JsonObject> all = new ArrayList<>();

    @BeforeAll
    static void open() {
        stage = BurstStage.open(
                BurstStage.Setup.enforcing("preemption").with(OBJECTS),
                Fleet.steered("hgx-h100", A, B).andSteered("a100-hgx-2x2", PAIRED));
    }

    @AfterAll
    static void close() {
        if (stage != null) {
            stage.close();
        }
    }

    @AfterEach
    void clear() {
        stage.empty();
    }

    @Test
    void victimsAreThoseWhoseDevicesFitTogether() {
        fillWithSingles(A, LOW);
        fillWhole(B, HIGH);
        fillWhole(PAIRED, HIGH);

        place(demanding(2, 2, 5));

        assertThat(gone()).containsExactly("a-2", "a-5");
    }

    @Test
    void theSmallestSetGoes() {
        fillWithSingles(A, LOW);
        start(pod("b-pair", B, LOW, 2, 2, 5));
        for (int gpu : new int[] {0, 1, 3, 4, 6, 7}) {
            start(pod("b-" + gpu, B, LOW, 1, gpu));
        }
        fillWhole(PAIRED, HIGH);

        JsonObject placed = place(demanding(2, 2, 5));

        assertThat(gone()).as("one pod that has both GPUs").containsExactly("b-pair");
        assertThat(EndState.node(placed)).isEqualTo(B);
    }

    /** By counts each node has victims that nobody protects; those that would do are protected on one of the two. */
    @Test
    void anotherNodeIsChosenForTheSakeOfABudget() {
        for (int gpu = 0; gpu < 8; gpu++) {
            start(guarded(pod("a-" + gpu, A, LOW, 1, gpu), gpu == 2 || gpu == 5));
        }
        fillWithSingles(B, MID);
        fillWhole(PAIRED, HIGH);

        place(demanding(2, 2, 5));

        assertThat(gone()).as("of higher priority, but not protected").containsExactly("b-2", "b-5");
    }

    @Test
    void anotherPodIsChosenForTheSakeOfABudget() {
        fillWhole(A, HIGH);
        fillWhole(B, HIGH);
        fillPaired(true, false);

        place(demanding(1, 0));

        assertThat(gone()).containsExactly("near-mid");
    }

    @Test
    void whereOnlyProtectedPodsHelpOneOfThemGoes() {
        fillWhole(A, HIGH);
        fillWhole(B, HIGH);
        fillPaired(true, true);

        place(demanding(1, 0));

        assertThat(gone()).as("the less important one").containsExactly("near-low");
    }

    @Test
    void nobodyGoesWhereNothingHelps() {
        start(pod("a-2", A, HIGH, 1, 2));
        for (int gpu : new int[] {0, 1, 3, 4, 5, 6, 7}) {
            start(pod("a-" + gpu, A, LOW, 1, gpu));
        }
        fillWhole(B, HIGH);
        fillWhole(PAIRED, HIGH);
        double before = preempts();

        JsonObject demanding = stage.create(demanding(2, 2, 5));
        stage.await(demanding, "refused", now -> EndState.unschedulable(now) != null);
        Await.until(
                "Switchman to be asked for victims",
                SOON,
                () -> preempts() > before ? true : null,
                () -> stage.read(demanding).encodePrettily());
        long end = System.nanoTime() + PATIENCE.toNanos();
        Await.until(
                "some time to pass",
                PATIENCE.plus(SOON),
                () -> {
                    assertThat(gone()).isEmpty();
                    assertThat(stage.read(demanding).getJsonObject("status").getString("nominatedNodeName"))
                            .isNull();
                    return System.nanoTime() - end >= 0 ? true : null;
                },
                () -> "it does");

        JsonObject important = all.stream()
                .filter(pod -> EndState.name(pod).equals("a-2"))
                .findFirst()
                .orElseThrow();
        stage.delete(important);
        assertPlaced(demanding);
        assertThat(gone()).as("the one, and what it made worth while").containsExactly("a-2", "a-5");
    }

    /** One pod on each GPU, with a VF of the rail beside it. */
    private void fillWithSingles(String node, int priority) {
        IntStream.range(0, 8).forEach(gpu -> start(pod(node + "-" + gpu, node, priority, 1, gpu)));
    }

    private void fillWhole(String node, int priority) {
        start(pod(node + "-whole", node, priority, 8));
    }

    /** Beside rail 0 are two GPUs, each of a pod; pods that are less important and started later have the others. */
    private void fillPaired(boolean lowIsGuarded, boolean midIsGuarded) {
        start(guarded(pod("near-low", PAIRED, LOW, 1, 0), lowIsGuarded));
        start(guarded(pod("near-mid", PAIRED, MID, 1, 0), midIsGuarded));
        start(pod("far-4", PAIRED, LOW, 1, 4));
        start(pod("far-5", PAIRED, LOW, 1, 5));
        start(pod("far-others", PAIRED, LOW, 4));
    }

    private static JsonObject demanding(int gpus, int... rails) {
        JsonObject pod = pod("demanding", "", HIGH, gpus, rails);
        pod.getJsonObject("spec").remove("nodeSelector");
        return pod;
    }

    private static JsonObject pod(String name, String node, int priority, int gpus, int... rails) {
        JsonObject limits = new JsonObject().put("nvidia.com/gpu", Integer.toString(gpus));
        for (int rail : rails) {
            limits.put("nvidia.com/sriov_rdma_vf_port" + rail, "1");
        }
        JsonObject pod = Workload.pod(name, new JsonObject().put("switchman.io/policy", "require"), limits);
        pod.getJsonObject("spec")
                .put("priorityClassName", "p" + priority)
                .put("nodeSelector", new JsonObject().put("kubernetes.io/hostname", node));
        return pod;
    }

    private static JsonObject guarded(JsonObject pod, boolean isGuarded) {
        if (isGuarded) {
            pod.getJsonObject("metadata").put("labels", new JsonObject().put("app", NEVER));
        }
        return pod;
    }

    /** Creates a pod and waits until it has its devices. */
    private void start(JsonObject pod) {
        JsonObject created = stage.create(pod);
        all.add(created);
        stage.await(created, "running", now -> "Running".equals(EndState.phase(now)));
    }

    private static JsonObject place(JsonObject demanding) {
        return assertPlaced(stage.create(demanding));
    }

    /** It runs with what was planned for it, aligned, as no kubelet refuses it. */
    private static JsonObject assertPlaced(JsonObject demanding) {
        JsonObject running = stage.await(demanding, "running", now -> "Running".equals(EndState.phase(now)));
        Given.of(stage, running).assertAsPlanned();
        assertThat(EndState.await(stage).problems()).isEmpty();
        return running;
    }

    /** Names of pods that were started and are deleted, or are about to be. */
    private Set<String> gone() {
        Set<String> left = stage.pods().stream()
                .filter(pod -> !pod.getJsonObject("metadata").containsKey("deletionTimestamp"))
                .map(EndState::uid)
                .collect(Collectors.toSet());
        return all.stream()
                .filter(pod -> !left.contains(EndState.uid(pod)))
                .map(EndState::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** How often Switchman answered which pods to evict. */
    private static double preempts() {
        Matcher matcher = PREEMPTS.matcher(stage.switchman().get("/metrics"));
        return matcher.find() ? Double.parseDouble(matcher.group(1)) : 0;
    }
}
