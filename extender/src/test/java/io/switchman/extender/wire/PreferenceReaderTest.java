package io.switchman.extender.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.extender.wire.NodePreferences.Operator;
import io.switchman.extender.wire.NodePreferences.Requirement;
import io.switchman.extender.wire.NodePreferences.Term;
import io.switchman.extender.wire.NodePreferences.Toleration;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken of a pod's preferences, and that nothing about them fails a pod. */
class PreferenceReaderTest {
    private static final String GOOD = "{\"key\":\"zone\",\"operator\":\"In\",\"values\":[\"a\"]}";

    private final RequestReader reader = new RequestReader(64, 100);

    @Test
    void takesTermsAndTolerations() throws Exception {
        PodFacts pod = read("""
                {"affinity":{"podAffinity":{"x":[{}]},"nodeAffinity":{
                  "requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":[{}]},
                  "preferredDuringSchedulingIgnoredDuringExecution":[
                    {"weight":1,"preference":{"matchExpressions":[
                      {"key":"zone","operator":"In","values":["a","b"]},{"key":"old","operator":"DoesNotExist"}]}},
                    {"weight":100,"preference":{"matchFields":[
                      {"key":"metadata.name","operator":"NotIn","values":["n1"]}]}}]}},
                 "tolerations":[
                   {"key":"node.kubernetes.io/not-ready","operator":"Exists","effect":"NoExecute","tolerationSeconds":300},
                   {"operator":"Exists"},{"key":"k","value":"v","effect":"PreferNoSchedule"}],
                 "priority":7,"containers":[{"name":"c","resources":{"limits":{"a/b":1}}}]}""");
        assertThat(pod.preferences())
                .isEqualTo(new NodePreferences(
                        List.of(
                                new Term(
                                        1,
                                        List.of(
                                                new Requirement("zone", Operator.IN, List.of("a", "b")),
                                                new Requirement("old", Operator.DOES_NOT_EXIST, List.of())),
                                        List.of()),
                                new Term(
                                        100,
                                        List.of(),
                                        List.of(new Requirement("metadata.name", Operator.NOT_IN, List.of("n1"))))),
                        List.of(new Toleration("", true, ""), new Toleration("k", false, "v"))));
        assertThat(pod.priority()).as("what comes behind is read").isEqualTo(7);
        assertThat(pod.containers()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"affinity\":5}",
                "{\"affinity\":null,\"tolerations\":null}",
                "{\"affinity\":[[{}]],\"tolerations\":{\"a\":[]}}",
                "{\"affinity\":{\"nodeAffinity\":[1]}}",
                "{\"tolerations\":[{\"key\":{\"a\":1},\"operator\":\"Exists\"},{\"key\":\"a\",\"operator\":7},{\"value\":\"v\"}]}",
                "{\"tolerations\":[1,[2],{\"key\":{\"a\":1},\"effect\":\"NoSchedule\"},{\"operator\":\"Lt\",\"value\":\"3\"}]}"
            })
    void passesOverWhatIsNoPreference(String spec) throws Exception {
        assertThat(read(spec).preferences()).isEqualTo(NodePreferences.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "0|[]",
                "101|[GOOD]",
                "\"5\"|[GOOD]",
                "5|[]",
                "5|[GOOD,{\"key\":\"zone\",\"operator\":\"Near\",\"values\":[\"a\"]}]",
                "5|[{\"key\":\"zone\",\"operator\":\"In\",\"values\":[]}]",
                "5|[{\"key\":\"zone\",\"operator\":\"In\",\"values\":[1]}]",
                "5|[{\"key\":\"zone\",\"operator\":\"Exists\",\"values\":[\"a\"]}]",
                "5|[{\"key\":\"zone\",\"operator\":\"Gt\",\"values\":[\"a\"]}]",
                "5|[{\"key\":\"zone\",\"operator\":\"Gt\",\"values\":[\"1\",\"2\"]}]",
                "5|[{\"key\":7,\"operator\":\"Exists\"}]",
                "5|[{\"operator\":\"Exists\"}]"
            })
    void leavesOutATermThatIsWrongInPart(String weight, String expressions) throws Exception {
        String term = "{\"weight\":%s,\"preference\":{\"matchExpressions\":%s}}"
                .formatted(weight, expressions.replace("GOOD", GOOD));
        assertThat(read(preferring(term)).preferences()).isEqualTo(NodePreferences.NONE);
    }

    @Test
    void leavesOutFieldsOtherThanTheName() throws Exception {
        String field = "{\"weight\":5,\"preference\":{\"matchExpressions\":[" + GOOD + "],\"matchFields\":["
                + "{\"key\":\"metadata.uid\",\"operator\":\"In\",\"values\":[\"a\"]}]}}";
        assertThat(read(preferring(field)).preferences()).isEqualTo(NodePreferences.NONE);
    }

    @Test
    void takesAsManyAsTheBounds() throws Exception {
        String good = "{\"weight\":5,\"preference\":{\"matchExpressions\":[" + GOOD + "]}}";
        assertThat(read(preferring(times(NodePreferences.MAX_TERMS + 1, good)))
                        .preferences()
                        .terms())
                .hasSize(NodePreferences.MAX_TERMS);
        String many = "{\"weight\":5,\"preference\":{\"matchExpressions\":["
                + times(NodePreferences.MAX_REQUIREMENTS + 1, GOOD) + "]}}";
        assertThat(read(preferring(many)).preferences().terms()).isEmpty();
        String long1 = GOOD.replace("\"a\"", times(NodePreferences.MAX_VALUES, "\"a\""));
        String term = "{\"weight\":5,\"preference\":{\"matchExpressions\":[" + long1 + "]}}";
        assertThat(read(preferring(term)).preferences().terms()).hasSize(1);
        assertThat(read(preferring(term.replace("[\"a\"", "[\"a\",\"a\"")))
                        .preferences()
                        .terms())
                .isEmpty();
        String tolerations = "{\"tolerations\":["
                + times(NodePreferences.MAX_TOLERATIONS + 1, "{\"key\":\"k\",\"operator\":\"Exists\"}") + "]}";
        assertThat(read(tolerations).preferences().tolerations()).hasSize(NodePreferences.MAX_TOLERATIONS);
    }

    @Test
    void takesTheController() throws Exception {
        assertThat(owner("[{\"kind\":\"Job\",\"name\":\"a\"},{\"kind\":\"Job\",\"name\":\"b\",\"controller\":true}]"))
                .isEqualTo("Job/b");
        assertThat(owner("[{\"kind\":\"Job\",\"name\":\"b\",\"controller\":false}]"))
                .isEmpty();
        assertThat(owner("[7,{\"name\":{\"a\":1},\"controller\":true},[]]")).isEmpty();
        assertThat(owner("{\"kind\":\"Job\"}")).isEmpty();
    }

    private String owner(String references) throws Exception {
        return pod("{\"metadata\":{\"ownerReferences\":" + references + "}}").owner();
    }

    private PodFacts read(String spec) throws Exception {
        return pod("{\"spec\":" + spec + "}");
    }

    private PodFacts pod(String pod) throws Exception {
        String body = "{\"Pod\":" + pod + ",\"NodeNames\":[]}";
        return reader.filter(body.getBytes(StandardCharsets.UTF_8), NameTable.EMPTY)
                .pod();
    }

    private static String preferring(String terms) {
        return "{\"affinity\":{\"nodeAffinity\":{\"preferredDuringSchedulingIgnoredDuringExecution\":[" + terms
                + "]}}}";
    }

    private static String times(int count, String item) {
        return IntStream.range(0, count).mapToObj(_ -> item).collect(Collectors.joining(","));
    }
}
