package io.switchman.extender.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A body is taken only if all of it is JSON, also the parts that mean nothing to us. */
class RequestReaderTest {
    private static final NameTable TABLE = NameTable.EMPTY;

    private final RequestReader reader = new RequestReader(64, 100);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[1 2 ;%]",
                "{1:2}",
                "{\"a\" 1}",
                "[1,]",
                "{,}",
                "[tru]",
                "nul",
                "truefalse",
                "01",
                "1-2",
                "+1",
                "1e",
                ".5",
                "[\"\\x\"]",
                "\"\u0001\""
            })
    void nonsenseInAnUnknownMemberIsRefused(String value) {
        assertThatThrownBy(() -> reader.filter(utf8("{\"Pod\":{},\"NodeNames\":[],\"x\":" + value + "}"), TABLE))
                .isInstanceOf(MalformedRequest.class)
                .hasMessageStartingWith("x is not valid JSON: ");
        assertThatThrownBy(() -> reader.bind(utf8("{\"x\":" + value
                        + ",\"PodName\":\"a\",\"PodNamespace\":\"b\",\"PodUID\":\"c\",\"Node\":\"n1\"}")))
                .isInstanceOf(MalformedRequest.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Pod\":[1 2],\"Pod\":{},\"NodeNames\":[]}",
                "{\"Pod\":[1 2],\"Pod\":null,\"Pod\":{},\"NodeNames\":[]}",
                "{\"Pod\":{},\"Nodes\":{1 2},\"NodeNames\":[]}",
                "{\"Pod\":{},\"NodeNames\":nul,\"NodeNames\":[]}",
                "{\"Pod\":{\"spec\":{\"priority\":01}},\"NodeNames\":[]}",
                "{\"Pod\":{\"spec\":{\"x\":tru}},\"NodeNames\":[]}",
                "{\"Pod\":{},\"Nodes\":nulll}",
                "{\"Pod\":{},\"NodeNames\":[],\"spec\":[;]}"
            })
    void nonsenseInAMemberThatIsNotReadIsRefused(String body) {
        assertThatThrownBy(() -> reader.filter(utf8(body), TABLE)).isInstanceOf(MalformedRequest.class);
        assertThatThrownBy(() -> reader.explain(utf8(body), TABLE)).isInstanceOf(MalformedRequest.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Pod\":{},\"NodeNameToVictims\":[1 2],\"NodeNameToMetaVictims\":{}}",
                "{\"Pod\":{},\"NodeNameToVictims\":{},\"x\":{]}"
            })
    void nonsenseInAPreemptRequestIsRefused(String body) {
        assertThatThrownBy(() -> reader.preempt(utf8(body))).isInstanceOf(MalformedRequest.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1, 2.5e3, {\"a\": [null, true, \"\u00fc\"]}]", "{}", "7", "false", "null", "\"text\""})
    void unknownMembersThatAreJsonAreIgnored(String value) {
        String body = "{\"x\":" + value + ",\"Pod\":{},\"NodeNames\":[\"n1\"]}";

        assertThatCode(() -> assertThat(reader.filter(utf8(body), TABLE)).isNotNull())
                .doesNotThrowAnyException();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
