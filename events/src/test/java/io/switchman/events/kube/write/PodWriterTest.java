package io.switchman.events.kube.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubernetes.client.openapi.ApiClient;
import io.switchman.events.kube.client.ApiServer;
import io.switchman.events.kube.client.ApiTimeouts;
import io.switchman.events.kube.client.FakeApiServer;
import io.switchman.events.kube.client.FakeObjects;
import io.switchman.events.kube.client.Fault;
import io.switchman.topology.state.PodId;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What is said of a write is true, whatever the server or the connection does. */
class PodWriterTest {
    private static final PodId POD = new PodId("uid-1");
    private static final String PATH = FakeObjects.pod("ns", "p");
    private static final BindOrder ORDER = new BindOrder(POD, "ns", "p", "n1", Map.of("switchman.io/plan", "x"));
    private static final Duration WITHIN = Duration.ofSeconds(2);

    private final FakeApiServer server = new FakeApiServer();
    private final PodWriter writer = writer(128);

    @BeforeEach
    void aPod() {
        server.objects.putPod("ns", "p", POD.uid());
    }

    @AfterEach
    void end() {
        server.close();
    }

    @Test
    void bindsAPodOnce() {
        assertThat(done(writer.bind(ORDER))).isEqualTo(new BindAnswer.Bound());
        assertThat(server.writes)
                .containsExactly("POST " + PATH + "/binding "
                        + "{\"apiVersion\":\"v1\",\"kind\":\"Binding\",\"metadata\":{\"name\":\"p\",\"namespace\":\"ns\","
                        + "\"uid\":\"uid-1\",\"annotations\":{\"switchman.io/plan\":\"x\"}},"
                        + "\"target\":{\"apiVersion\":\"v1\",\"kind\":\"Node\",\"name\":\"n1\"}}");
        assertThat(annotations()).isEqualTo("{\"old\":\"1\",\"switchman.io/plan\":\"x\"}");

        assertThat(done(writer.bind(ORDER))).as("the same again").isEqualTo(new BindAnswer.Bound());
        assertThat(done(writer.bind(new BindOrder(POD, "ns", "p", "n2", Map.of()))))
                .isEqualTo(new BindAnswer.Refused(409, "the pod is on node n1"));
        assertThat(server.objects.node("ns", "p")).isEqualTo("n1");
    }

    @Test
    void bindsNoOtherPodOfThatName() {
        assertThat(done(writer.bind(new BindOrder(new PodId("uid-2"), "ns", "p", "n1", Map.of()))))
                .isEqualTo(new BindAnswer.Refused(404, "the pod is gone"));
        assertThat(done(writer.bind(new BindOrder(POD, "ns", "q", "n1", Map.of()))))
                .isEqualTo(new BindAnswer.Refused(404, "404: pods not found"));
    }

    @Test
    void bindsNoPodThatIsBeingDeleted() {
        var pod = server.objects.get(PATH);
        pod.getAsJsonObject("metadata").addProperty("deletionTimestamp", "2026-11-25T00:00:00Z");
        server.objects.put(PATH, pod);

        assertThat(done(writer.bind(ORDER)))
                .isEqualTo(new BindAnswer.Refused(409, "409: pod is being deleted, cannot be assigned to a host"));
    }

    @ParameterizedTest
    @CsvSource({
        "FORBIDDEN,      Refused, false",
        "CONFLICT,       Refused, false",
        "GONE,           Refused, false",
        "BUSY,           NotSent, false",
        "SERVER_ERROR,   Unclear, false",
        "DROP,           Unclear, false",
        "HALF_OPEN,      Unclear, false",
        "ERROR_AFTER,    Bound,   true",
        "CUT_AFTER,      Bound,   true",
        "SILENT_SUCCESS, Bound,   true",
        "GARBAGE,        Bound,   true",
    })
    void tellsWhatCanBeTold(Fault fault, String answer, boolean bound) {
        server.objectFaults.add(fault);

        assertThat(done(writer.bind(ORDER)).getClass().getSimpleName()).isEqualTo(answer);
        assertThat(server.objects.node("ns", "p").equals("n1")).isEqualTo(bound);
    }

    @Test
    void keepsItsTimeWhenNothingAnswers() {
        server.objectFaults.addAll(List.of(Fault.SILENT_SUCCESS, Fault.HALF_OPEN));
        long began = System.nanoTime();

        assertThat(done(writer.bind(ORDER))).isInstanceOf(BindAnswer.Unclear.class);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isBetween(WITHIN.dividedBy(2), WITHIN.multipliedBy(2));
    }

    /** Every fault of the first request with every fault of the second, on pods that are free, bound and gone. */
    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"HALF_OPEN", "SILENT_SUCCESS", "NOT_FOUND"})
    void neverSaysWhatIsNotSo(Fault first) {
        for (Fault second : Fault.values()) {
            // A server that answers 404 for what is there lies, and one that says nothing takes long.
            if (List.of(Fault.HALF_OPEN, Fault.SILENT_SUCCESS, Fault.NOT_FOUND).contains(second)) {
                continue;
            }
            for (String before : List.of("", "n1", "n2")) {
                server.objects.putPod("ns", "p", POD.uid());
                if (!before.isEmpty()) {
                    done(writer.bind(new BindOrder(POD, "ns", "p", before, Map.of())));
                }
                server.objectFaults.clear();
                server.objectFaults.addAll(List.of(first, second));
                BindAnswer answer = done(writer.bind(ORDER));
                boolean bound = server.objects.node("ns", "p").equals("n1");

                assertThat(answer instanceof BindAnswer.Unclear
                                || answer instanceof BindAnswer.Bound == bound
                                || answer instanceof BindAnswer.NotSent && before.equals("n1")
                                || answer instanceof BindAnswer.Refused && before.equals("n1"))
                        .as("%s after %s, %s on '%s'", answer, first, second, before)
                        .isTrue();
                server.objectFaults.clear();
            }
        }
    }

    @Test
    void nothingIsSentWhereNobodyListens() {
        server.close();

        assertThat(done(writer.bind(ORDER))).isInstanceOf(BindAnswer.NotSent.class);
        assertThat(done(writer.annotate("ns", "p", POD, Map.of()))).isInstanceOf(AnnotateAnswer.NotSent.class);
        assertThat(done(writer.whereIs("ns", "p", POD))).isInstanceOf(PodPlace.Unclear.class);
    }

    @Test
    void hasRoomForSoManyAtOnce() {
        PodWriter narrow = writer(1);
        server.objectFaults.add(Fault.HALF_OPEN);
        CompletionStage<BindAnswer> first = narrow.bind(ORDER);

        assertThat(done(narrow.bind(ORDER)))
                .isEqualTo(new BindAnswer.NotSent("1 bindings are in flight, and no more are allowed"));
        assertThat(narrow.inFlight()).isEqualTo(new PodWriter.InFlight(1, 0, 0));
        assertThat(done(narrow.whereIs("ns", "p", POD))).as("has its own room").isNotNull();
        done(first);
        assertThat(narrow.inFlight().binds()).isZero();
        assertThat(done(narrow.bind(ORDER))).isEqualTo(new BindAnswer.Bound());
    }

    @ParameterizedTest
    @CsvSource({".., p, n1", "ns, .., n1", "ns, a/b, n1", "ns, p, N1", "ns, p?x=y, n1", "'', p, n1"})
    void namesLeadNowhereElse(String namespace, String name, String node) {
        assertThat(done(writer.bind(new BindOrder(POD, namespace, name, node, Map.of()))))
                .isInstanceOf(BindAnswer.NotSent.class);
        assertThat(server.writes).isEmpty();
    }

    @Test
    void tellsWhereAPodIs() {
        assertThat(done(writer.whereIs("ns", "p", POD))).isEqualTo(new PodPlace.NotBound());
        done(writer.bind(ORDER));
        assertThat(done(writer.whereIs("ns", "p", POD))).isEqualTo(new PodPlace.At("n1"));
        assertThat(done(writer.whereIs("ns", "p", new PodId("uid-2")))).isEqualTo(new PodPlace.Gone());
        assertThat(done(writer.whereIs("ns", "q", POD))).isEqualTo(new PodPlace.Gone());
        for (Fault fault : List.of(Fault.SERVER_ERROR, Fault.GARBAGE, Fault.FORBIDDEN, Fault.BUSY, Fault.DROP)) {
            server.objectFaults.add(fault);
            assertThat(done(writer.whereIs("ns", "p", POD))).isInstanceOf(PodPlace.Unclear.class);
        }
    }

    @Test
    void annotatesAPodAndNothingElse() {
        Map<String, @Nullable String> changes = new LinkedHashMap<>();
        changes.put("switchman.io/kick", "7");
        changes.put("old", null);

        assertThat(done(writer.annotate("ns", "p", POD, changes))).isEqualTo(new AnnotateAnswer.Done());
        assertThat(server.writes)
                .containsExactly(
                        "PATCH " + PATH
                                + " {\"metadata\":{\"uid\":\"uid-1\",\"annotations\":{\"switchman.io/kick\":\"7\",\"old\":null}}}");
        assertThat(annotations()).isEqualTo("{\"switchman.io/kick\":\"7\"}");
        assertThat(server.objects.get(PATH).get("spec")).hasToString("{\"priority\":7}");
    }

    @Test
    void annotatesNoOtherPodOfThatName() {
        Map<String, @Nullable String> changes = Collections.singletonMap("old", null);

        assertThat(done(writer.annotate("ns", "p", new PodId("uid-2"), changes)))
                .isEqualTo(new AnnotateAnswer.Gone());
        assertThat(done(writer.annotate("ns", "q", POD, changes))).isEqualTo(new AnnotateAnswer.Gone());
        assertThat(annotations()).isEqualTo("{\"old\":\"1\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "FORBIDDEN,      Refused, 1",
        "CONFLICT,       Refused, 1",
        "BUSY,           NotSent, 1",
        "SERVER_ERROR,   Unclear, 1",
        "DROP,           Unclear, 1",
        "HALF_OPEN,      Unclear, 1",
        "SILENT_SUCCESS, Unclear, 2",
        "ERROR_AFTER,    Unclear, 2",
        "GARBAGE,        Done,    2",
    })
    void tellsWhatBecameOfAnAnnotation(Fault fault, String answer, String value) {
        server.objectFaults.add(fault);

        assertThat(done(writer.annotate("ns", "p", POD, Map.of("old", "2")))
                        .getClass()
                        .getSimpleName())
                .isEqualTo(answer);
        assertThat(annotations()).isEqualTo("{\"old\":\"" + value + "\"}");
    }

    private String annotations() {
        return server.objects
                .get(PATH)
                .getAsJsonObject("metadata")
                .get("annotations")
                .toString();
    }

    private PodWriter writer(int binds) {
        ApiClient client = new ApiClient();
        client.setBasePath(server.address());
        return new PodWriter(
                new ApiServer(client, ApiTimeouts.DEFAULT, 1 << 20).exchange(),
                new WriteSettings(WITHIN, WITHIN, WITHIN, binds, 4, 4));
    }

    private static <A> A done(CompletionStage<A> stage) {
        return stage.toCompletableFuture().join();
    }
}
