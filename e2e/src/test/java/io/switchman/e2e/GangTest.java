package io.switchman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.e2e.fleet.Fleet;
import io.switchman.e2e.plane.Await;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Gangs of the scheduler itself, which filters all members before it binds the first. Two members that want the same half of a
 * node fit together by all that the scheduler counts; that they do not, only holds tell.
 */
class GangTest {
    private static final String LABELLED = "/apis/scheduling.x-k8s.io/v1alpha1/podgroups";

    private static final String[] NODES = {"a", "b", "c", "d", "e", "f", "g", "h"};
    private static final int SIZE = 2 * NODES.length;
    private static final Duration DEADLINE = Duration.ofSeconds(3);

    /** Ends of holds are looked at every half second, and we look every now and then. */
    private static final Duration LATE = Duration.ofSeconds(1);

    private static final Duration SOON = Duration.ofSeconds(60);

    private static BurstStage stage;

    @BeforeAll
    static void open() {
        stage = BurstStage.open(
                BurstStage.Setup.enforcing("gang")
                        .withGangs()
                        .with(PodGroups.KIND)
                        .configured("hold: {deadlineMillis: " + DEADLINE.toMillis() + "}"),
                Fleet.steered("hgx-h100", NODES));
        Await.until(
                LABELLED,
                SOON,
                () -> stage.plane().admin().get(LABELLED).code() == 200 ? true : null,
                () -> "not served");
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
    void aGangIsPlacedWholeOnExactlyEnoughNodes() {
        gang("one", SIZE);

        awaitRunning("one", SIZE);

        assertPlacedWhole("one");
        assertThat(EndState.await(stage).problems()).isEmpty();
    }

    /** The scheduler knows nothing of such a gang: it places and binds one pod after another. */
    @Test
    void aGangByLabelIsPlacedWholeOnExactlyEnoughNodes() {
        PodGroups.create(stage.plane().admin(), "labelled", SIZE);
        IntStream.range(0, SIZE).parallel().forEach(i -> {
            JsonObject pod = member("labelled-" + i, null, 4, 4 * (i % 2), 4);
            pod.getJsonObject("metadata").put("labels", new JsonObject().put(PodGroups.LABEL, "labelled"));
            stage.create(pod);
        });

        awaitRunning("labelled", SIZE);

        assertPlacedWhole("labelled");
        assertThat(EndState.await(stage).problems()).isEmpty();
    }

    /** At first both are in want of the last node, so that both try again and again. */
    @Test
    void ofTwoGangsWithRoomForOneOneIsPlacedAndTheOtherHoldsNothingForLong() {
        GangHolds holds = new GangHolds(stage);
        JsonObject last = stage.create(member("single", null, 8, 0, 8));
        awaitRunning(last, holds);
        gang("left", SIZE);
        gang("right", SIZE);
        watch(holds, DEADLINE.multipliedBy(3), "left", "right");
        assertThat(bound("left") + bound("right")).isZero();

        stage.delete(last);
        String first = Await.until(
                "one of two gangs",
                SOON,
                () -> {
                    holds.look();
                    return running("left") == SIZE ? "left" : running("right") == SIZE ? "right" : null;
                },
                GangTest::told);
        String second = first.equals("left") ? "right" : "left";
        assertPlacedWhole(first);
        watch(holds, DEADLINE.multipliedBy(3), second);
        assertThat(bound(second)).isZero();
        assertThat(List.of(holds.longest(first), holds.longest(second)))
                .as(holds.summary())
                .allSatisfy(held -> assertThat(held).isLessThan(DEADLINE.plus(LATE)));

        pods(first).forEach(stage::delete);
        awaitRunning(second, SIZE);
        assertPlacedWhole(second);
        System.out.println("gang: " + first + " before " + second + ", " + holds.summary());
        assertThat(EndState.await(stage).problems()).isEmpty();
    }

    /** By counts there is room for two thirds of it, so the scheduler does not ask for the rest of its members. */
    @Test
    void aGangThatIsTooLargeLetsOthersIn() {
        GangHolds holds = new GangHolds(stage);
        gang("large", SIZE * 3 / 2);
        awaitHolding(holds, "large");

        JsonObject single = stage.create(member("single", null, 8, 0, 8));
        awaitRunning(single, holds);

        watch(holds, DEADLINE.multipliedBy(3), "large");
        assertThat(holds.longest("large")).as(holds.summary()).isLessThan(DEADLINE.plus(LATE));
        assertThat(bound("large")).isZero();
        Given.of(stage, stage.read(single)).assertAsPlanned();
        System.out.println("gang: too large, " + holds.summary());
    }

    /** By counts all of it fits; by what its members require half of it does. */
    @Test
    void aGangThatCannotBeAlignedLetsOthersIn() {
        GangHolds holds = new GangHolds(stage);
        group("crooked", SIZE);
        IntStream.range(0, SIZE).forEach(i -> stage.create(member("crooked-" + i, "crooked", 4, 0, 4)));
        awaitHolding(holds, "crooked");

        JsonObject single = stage.create(member("single", null, 8, 0, 8));
        awaitRunning(single, holds);

        watch(holds, DEADLINE.multipliedBy(3), "crooked");
        assertThat(holds.longest("crooked")).as(holds.summary()).isLessThan(DEADLINE.plus(LATE));
        assertThat(bound("crooked")).isZero();
        System.out.println("gang: crooked, " + holds.summary());
    }

    /** Half of its members want the rails of one socket, half those of the other. */
    private static void gang(String name, int size) {
        group(name, size);
        IntStream.range(0, size).forEach(i -> stage.create(member(name + "-" + i, name, 4, 4 * (i % 2), 4)));
    }

    private static void group(String name, int minimum) {
        Manifests.applyText(stage.plane().admin(), """
                apiVersion: scheduling.k8s.io/v1alpha2
                kind: PodGroup
                metadata: {name: %s, namespace: default}
                spec: {schedulingPolicy: {gang: {minCount: %d}}}
                """.formatted(name, minimum));
    }

    private static JsonObject member(String name, @Nullable String gang, int gpus, int firstRail, int rails) {
        JsonObject limits = new JsonObject().put("nvidia.com/gpu", Integer.toString(gpus));
        for (int rail = firstRail; rail < firstRail + rails; rail++) {
            limits.put("nvidia.com/sriov_rdma_vf_port" + rail, "1");
        }
        JsonObject pod = Workload.pod(name, new JsonObject().put("switchman.io/policy", "require"), limits);
        if (gang != null) {
            pod.getJsonObject("spec").put("schedulingGroup", new JsonObject().put("podGroupName", gang));
        }
        return pod;
    }

    private static List<JsonObject> pods(String gang) {
        return stage.pods().stream()
                .filter(pod -> EndState.name(pod).startsWith(gang + "-"))
                .toList();
    }

    private static long bound(String gang) {
        return pods(gang).stream().filter(pod -> EndState.node(pod) != null).count();
    }

    private static long running(String gang) {
        return pods(gang).stream()
                .filter(pod -> "Running".equals(EndState.phase(pod)))
                .count();
    }

    private static void awaitRunning(String gang, int size) {
        Await.until("all of gang " + gang + " to run", SOON, () -> running(gang) == size ? true : null, GangTest::told);
    }

    private static void awaitRunning(JsonObject single, GangHolds holds) {
        Await.until(
                "a pod that comes alone to run",
                SOON,
                () -> {
                    holds.look();
                    return "Running".equals(EndState.phase(stage.read(single))) ? true : null;
                },
                () -> holds.summary() + "\n" + told());
    }

    private static void awaitHolding(GangHolds holds, String gang) {
        Await.until(
                gang + " to hold something",
                SOON,
                () -> {
                    holds.look();
                    return holds.longest(gang).isPositive() ? true : null;
                },
                GangTest::told);
    }

    /** Looks for some time on. */
    private static void watch(GangHolds holds, Duration time, String... gangs) {
        long end = System.nanoTime() + time.toNanos();
        Await.until(
                "the end of a time of watching " + List.of(gangs),
                time.plus(SOON),
                () -> {
                    holds.look();
                    return System.nanoTime() - end >= 0 ? true : null;
                },
                holds::summary);
    }

    /** Each node has one member of each half, with the devices of its own half, and no device has two owners. */
    private static void assertPlacedWhole(String gang) {
        Map<String, Set<String>> gpus = new TreeMap<>();
        List<String> all = new ArrayList<>();
        for (JsonObject pod : pods(gang)) {
            Given given = Given.of(stage, pod);
            given.assertAsPlanned();
            gpus.computeIfAbsent(given.node().name(), _ -> new TreeSet<>()).addAll(given.gpus());
            given.gpus().forEach(gpu -> all.add(given.node().name() + gpu));
        }
        assertThat(gpus).containsOnlyKeys(NODES);
        assertThat(all).doesNotHaveDuplicates().hasSize(8 * NODES.length);
    }

    private static String told() {
        return stage.pods().stream()
                .map(pod -> EndState.name(pod) + " on " + EndState.node(pod) + " " + EndState.phase(pod) + " "
                        + EndState.unschedulable(pod))
                .collect(Collectors.joining("\n"));
    }
}
