package io.switchman.extender.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pods that may use the same nodes are told from those that may use others. */
class NodeRulesTest {
    private final RequestReader reader = new RequestReader(64, 100);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"nodeSelector\":{\"zone\":\"%s\"}",
                "\"tolerations\":[{\"key\":\"gpu\",\"value\":\"%s\"}]",
                "\"topologySpreadConstraints\":[{\"topologyKey\":\"%s\"}]",
                "\"affinity\":{\"podAffinity\":{\"requiredDuringSchedulingIgnoredDuringExecution\":[{\"topologyKey\":\"%s\"}]}}"
            })
    void rulesThatDifferAreTold(String rule) throws Exception {
        int free = rules("one", "\"priority\":0");
        int there = rules("one", rule.formatted("a"));
        assertThat(there).isNotEqualTo(free).isNotEqualTo(rules("one", rule.formatted("b")));
        assertThat(there).as("wherever it stands in the request").isEqualTo(rules("another", rule.formatted("a")));
    }

    @Test
    void thePodSentTwiceIsReadOnce() throws Exception {
        byte[] body = body("one", "\"priority\":7");
        assertThat(reader.filter(body.clone(), NameTable.EMPTY).pod())
                .isSameAs(reader.filter(body, NameTable.EMPTY).pod());
        assertThat(reader.filter(body("one", "\"priority\":8"), NameTable.EMPTY)
                        .pod()
                        .priority())
                .isEqualTo(8);
    }

    private int rules(String name, String spec) throws MalformedRequest {
        return reader.filter(body(name, spec), NameTable.EMPTY).pod().nodeRules();
    }

    private static byte[] body(String name, String spec) {
        return "{\"Pod\":{\"metadata\":{\"name\":\"%s\"},\"spec\":{%s}},\"NodeNames\":[]}"
                .formatted(name, spec)
                .getBytes(StandardCharsets.UTF_8);
    }
}
