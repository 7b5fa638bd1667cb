package io.switchman.extender.http;

import static io.switchman.extender.app.Bodies.bind;
import static io.switchman.extender.app.Bodies.offer;
import static io.switchman.extender.app.Bodies.pod;
import static io.switchman.extender.http.BadCase.bytes;
import static io.switchman.extender.http.BadCase.malformed;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.extender.app.Cluster;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is wrong with a body is said in one line: where, what stands there, what is allowed. A body that does not follow
 * the protocol is a 400; a pod that asks for something impossible is the protocol's error, which its owner reads.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {
    private static final String POD = pod("p", "gpu", "2", "port0", "1");
    private static final String GOOD = offer(POD, "n1");

    private Extender extender = new Extender(Cluster.of());

    @BeforeAll
    void start() {
        extender.close();
        extender = new Extender(Cluster.of(Cluster.HGX, Cluster.HGX));
    }

    @AfterAll
    void stop() {
        extender.close();
    }

    @ParameterizedTest
    @MethodSource({
        "broken",
        "otherVerbs",
        "io.switchman.extender.http.BadPods#wrongTypes",
        "io.switchman.extender.http.BadPods#impossible"
    })
    void isSaidInOneLine(BadCase bad) throws Exception {
        try (Connection connection = extender.connect()) {
            Answer answer = connection.post(bad.verb(), bad.body());
            assertThat(new JsonObject(answer.body()).getString("Error")).isEqualTo(bad.error());
            assertThat(new JsonObject(answer.body()).fieldNames()).containsExactly("Error");
            assertThat(answer.status()).isEqualTo(bad.status());
            assertThat(answer.body())
                    .doesNotContain("\n")
                    .doesNotContain("Exception")
                    .doesNotContain("io.switchman");
            assertThat(connection.post("filter", offer(pod("q"), "n1")).status())
                    .as("the connection goes on")
                    .isEqualTo(200);
        }
        assertThat(extender.cluster().keeper().state().pods()).isZero();
    }

    static Stream<BadCase> broken() {
        return Stream.of(
                malformed("empty", "", "not valid JSON at byte 0: the body ends, wanted '{'"),
                malformed("blank", " \n\t ", "not valid JSON at byte 4: the body ends, wanted '{'"),
                malformed("text", "hello", "not valid JSON at byte 0: there is 'hello', wanted '{'"),
                malformed(
                        "array",
                        "[" + GOOD + "]",
                        "not valid JSON at byte 0: there is '" + ("[" + GOOD).substring(0, 40) + "…', wanted '{'"),
                malformed(
                        "cut in a name",
                        "{\"Po",
                        "not valid JSON at byte 4: the body ends, wanted the end of a string"),
                malformed("cut after a name", "{\"Pod\"", "not valid JSON at byte 6: the body ends, wanted ':'"),
                malformed(
                        "cut in the pod",
                        "{\"Pod\":{\"a\":[",
                        "not valid JSON at byte 13: the body ends, wanted a closing bracket"),
                malformed(
                        "cut at the end",
                        GOOD.substring(0, GOOD.length() - 1),
                        "not valid JSON at byte " + (GOOD.length() - 1) + ": the body ends, wanted ','"),
                malformed(
                        "cut after a backslash",
                        "{\"Pod\\",
                        "not valid JSON at byte 6: the body ends, wanted the end of a string"),
                malformed(
                        "more after the end",
                        GOOD + "x",
                        "not valid JSON at byte " + GOOD.length() + ": there is 'x', wanted the end of the body"),
                malformed("comma too many", "{\"Pod\":{},}", "not valid JSON at byte 10: there is '}', wanted '\"'"),
                malformed(
                        "comma missing",
                        "{\"Pod\":{} \"NodeNames\":[]}",
                        "not valid JSON at byte 10: there is '\"NodeNames\":[]}', wanted ','"),
                malformed(
                        "brackets crossed",
                        "{\"Pod\":{\"a\":[}]}",
                        "not valid JSON at byte 13: there is '}]}', wanted ']'"),
                malformed(
                        "value missing",
                        "{\"Pod\":,\"NodeNames\":[]}",
                        "not valid JSON at byte 7: there is ',\"NodeNames\":[]}', wanted a value"),
                malformed("byte order mark", "\uFEFF{}", "not valid JSON at byte 0: there is '\uFEFF{}', wanted '{'"),
                malformed(
                        "NUL bytes",
                        "{\0\"Pod\":{}}",
                        "not valid JSON at byte 1: there is '\0\"Pod\":{}}', wanted '\"'"),
                malformed(
                        "NUL in a name of a node",
                        "{\"Pod\":{},\"NodeNames\":[\"n\0\"]}",
                        "NodeNames has a bad string at byte 23: Illegal unquoted character ((CTRL-CHAR, code 0)): has to be escaped using backslash to be included in string value"),
                malformed(
                        "nothing offered", "{\"Pod\":{}}", "neither Nodes nor NodeNames is given: one of them must be"),
                malformed(
                        "null offered",
                        "{\"Pod\":{},\"Nodes\":null,\"NodeNames\":null}",
                        "neither Nodes nor NodeNames is given: one of them must be"),
                malformed("no pod", "{\"NodeNames\":[\"n1\"]}", "Pod is missing"),
                malformed("pod is null", "{\"Pod\":null,\"NodeNames\":[\"n1\"]}", "Pod is missing"),
                malformed("names in camel case", "{\"pod\":{},\"nodeNames\":[\"n1\"]}", "Pod is missing"),
                malformed(
                        "nested too deep beside the pod",
                        "{\"x\":" + "[".repeat(64) + "]".repeat(64) + "}",
                        "nested deeper than 64 levels at byte 68 (limits.jsonDepth)"),
                malformed(
                        "nested too deep in the pod",
                        "{\"Pod\":{\"x\":" + "[".repeat(100_000),
                        "nested deeper than 64 levels at byte 74 (limits.jsonDepth)"),
                malformed(
                        "nested too deep in a mixture",
                        "{\"Pod\":{\"x\":" + "[{\"y\":".repeat(40),
                        "nested deeper than 64 levels at byte 198 (limits.jsonDepth)"),
                bytes(
                        "UTF-8 broken in the pod",
                        "{\"Pod\":{\"metadata\":{\"name\":\"\u00ff\"}},\"NodeNames\":[]}",
                        "Pod is not valid JSON: Invalid UTF-8 start byte 0xff"),
                bytes(
                        "UTF-8 broken in a name",
                        "{\"Pod\":{},\"NodeNames\":[\"\u00c3(\"]}",
                        "NodeNames has a bad string at byte 23: Invalid UTF-8 middle byte 0x28"),
                bytes(
                        "UTF-16",
                        new String(GOOD.getBytes(StandardCharsets.UTF_16LE), StandardCharsets.ISO_8859_1),
                        "not valid JSON at byte 1: there is '"
                                + GOOD.substring(1, 21).replaceAll("", "\0").substring(0, 40) + "…', wanted '\"'"),
                malformed(
                        "a million names",
                        "{\"Pod\":{},\"NodeNames\":[" + "\"n1\",".repeat(999_999) + "\"n1\"]}",
                        "more than 50000 NodeNames (limits.nodesPerRequest)"),
                malformed(
                        "too many nodes",
                        "{\"Pod\":{},\"Nodes\":{\"items\":[" + "{\"metadata\":{\"name\":\"n1\"}},".repeat(50_000)
                                + "{}]}}",
                        "more than 50000 Nodes (limits.nodesPerRequest)"),
                malformed(
                        "number too long",
                        "{\"Pod\":{\"spec\":{\"priority\":" + "9".repeat(300) + "}},\"NodeNames\":[]}",
                        "Pod is not valid JSON: Number value length (300) exceeds the maximum allowed (256, from `StreamReadConstraints.getMaxNumberLength()`)"));
    }

    static Stream<BadCase> otherVerbs() {
        return Stream.of(
                verb("prioritize", "text", "hello", "not valid JSON at byte 0: there is 'hello', wanted '{'"),
                verb("bind", "empty", "", "not valid JSON at byte 0: the body ends, wanted '{'"),
                verb("bind", "nothing", "{}", "PodName is missing"),
                verb(
                        "bind",
                        "no uid",
                        "{\"PodName\":\"a\",\"PodNamespace\":\"b\",\"Node\":\"n1\"}",
                        "PodUID is missing"),
                verb(
                        "bind",
                        "empty uid",
                        bind("", "n1").replace("\"PodName\":\"\"", "\"PodName\":\"a\""),
                        "PodUID is empty"),
                verb(
                        "bind",
                        "node is a number",
                        bind("p", "n1").replace("\"n1\"", "7"),
                        "Node is 7: allowed is a string"),
                verb("bind", "node is null", bind("p", "n1").replace("\"n1\"", "null"), "Node is missing"),
                verb(
                        "bind",
                        "bad escape",
                        bind("p", "\\x"),
                        "bad string at byte 58: Unrecognized character escape 'x' (code 120)"),
                new BadCase(
                        "never filtered",
                        "bind",
                        BadCase.utf8(bind("p0", "n1")),
                        200,
                        "pod p0 is not known: it was not filtered lately"),
                verb(
                        "preempt",
                        "no victims",
                        "{\"Pod\":{}}",
                        "neither NodeNameToVictims nor NodeNameToMetaVictims is given: one of them must be"),
                verb(
                        "preempt",
                        "victims are a list",
                        preempt("[]"),
                        "NodeNameToMetaVictims is an array: allowed is an object"),
                verb(
                        "preempt",
                        "a node's are text",
                        preempt("{\"n1\":\"v\"}"),
                        "NodeNameToMetaVictims.n1 is \"v\": allowed is an object"),
                verb(
                        "preempt",
                        "pods are an object",
                        preempt("{\"n1\":{\"Pods\":{}}}"),
                        "NodeNameToMetaVictims.n1.Pods is an object: allowed is an array"),
                verb(
                        "preempt",
                        "a victim is text",
                        preempt("{\"n1\":{\"Pods\":[\"v\"]}}"),
                        "NodeNameToMetaVictims.n1.Pods[0] is \"v\": allowed is an object"),
                verb(
                        "preempt",
                        "a victim without uid",
                        preempt("{\"n1\":{\"Pods\":[{\"UID\":7}]}}"),
                        "NodeNameToMetaVictims.n1.Pods[0] has no UID"),
                verb(
                        "preempt",
                        "violations are text",
                        preempt("{\"n1\":{\"NumPDBViolations\":\"1\"}}"),
                        "NodeNameToMetaVictims.n1.NumPDBViolations is \"1\": allowed is a whole number"),
                verb(
                        "preempt",
                        "violations of 70 bits",
                        preempt("{\"n1\":{\"NumPDBViolations\":1180591620717411303424}}"),
                        "NodeNameToMetaVictims.n1.NumPDBViolations is 1180591620717411303424: allowed is a whole number of 64 bits"));
    }

    private static BadCase verb(String verb, String what, String body, String error) {
        return new BadCase(what, verb, BadCase.utf8(body), 400, error);
    }

    private static String preempt(String victims) {
        return "{\"Pod\":{},\"NodeNameToMetaVictims\":" + victims + "}";
    }
}
