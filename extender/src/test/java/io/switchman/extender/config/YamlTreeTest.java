package io.switchman.extender.config;

import static io.switchman.extender.config.Documents.HEAD;
import static io.switchman.extender.config.Documents.document;
import static io.switchman.extender.config.Documents.problems;
import static io.switchman.extender.config.Documents.tree;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlTreeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yes",
                "no",
                "on",
                "off",
                "0x10",
                "010",
                "1_000",
                "2026-01-01",
                "1:30",
                ".inf",
                "\"8\"",
                "!!int x"
            })
    void theseAreTexts(String scalar) {
        assertThat(tree(scalar)).isInstanceOf(String.class);
    }

    @Test
    void numbersKeepTheirDigits() {
        assertThat(tree("1.40")).isEqualTo(new BigDecimal("1.40"));
    }

    @Test
    void hugeNumberIsNotParsed() {
        assertThat(tree("9".repeat(100_000))).isInstanceOf(String.class);
    }

    @Test
    void keysAreTexts() {
        assertThat(tree("{1.50: a, true: b, null: c}")).isEqualTo(Map.of("1.50", "a", "true", "b", "null", "c"));
    }

    @Test
    void aliasesStandForTheirAnchor() {
        assertThat(problems(document("""
                        policy: &strict {mode: require}
                        namespaces: {a: *strict, b: *strict}
                        """))).isEmpty();
    }

    @Test
    void byteOrderMarkIsPassedOver() {
        assertThat(problems("\uFEFF" + HEAD)).isEmpty();
    }

    @Test
    void keysThatStandTwiceAreProblemsAmongOthers() {
        assertThat(problems(document("""
                        limits:
                          holds: 5
                          holds: 6
                          shapes: 0
                        """)))
                .containsExactly(
                        "limits.holds: stands twice, in line 4 and line 5",
                        "limits.shapes: 0 is not allowed; allowed are whole numbers from 1 to 10000");
    }

    @Test
    void syntaxErrorsNameTheirPlace() {
        assertThat(problems(document("mode: observe: x")))
                .containsExactly("line 3, column 14: is not YAML: mapping values are not allowed here");
        assertThat(problems(document("limits:\n\tholds: 5")))
                .singleElement()
                .satisfies(line -> assertThat(line).startsWith("line 4, column 1: is not YAML: found character"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: [",
                "a: *nowhere",
                "a: 1\n---\nb: 2",
                "a: \"\\q\"",
                "%YAML 3.0\n---\na: 1",
                "a: \u0000",
                "@a",
                "a: !<x",
                "&a [*a]",
                "a: &b {c: *b}"
            })
    void brokenTextsAreRefused(String text) {
        assertThat(problems(text)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing", "---"})
    void emptyDocumentMissesItsHead(String text) {
        assertThat(problems(text))
                .containsExactly(
                        "apiVersion: is missing; allowed is switchman.io/v1",
                        "kind: is missing; allowed is ExtenderConfiguration");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "text", "5"})
    void rootMustHaveKeys(String text) {
        assertThat(problems(text))
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .startsWith("document: ")
                        .endsWith("is not allowed; allowed are keys with values"));
    }

    @Test
    void nestingHasALimit() {
        int inner = YamlTree.MAX_DEPTH;
        assertThat(tree("[".repeat(inner) + "]".repeat(inner))).isNotNull();
        assertThat(problems("[".repeat(inner + 1) + "]".repeat(inner + 1)))
                .containsExactly("line 1: nests deeper than 16 levels");
        assertThat(problems("[".repeat(500_000))).containsExactly("line 1: nests deeper than 16 levels");
    }

    @Test
    void aliasesHaveALimit() {
        assertThat(tree("[&a [], " + "*a, ".repeat(YamlTree.MAX_ALIASES) + "]")).isNotNull();
        assertThat(problems("[&a [], " + "*a, ".repeat(YamlTree.MAX_ALIASES + 1) + "]"))
                .containsExactly("line 1: has more than 1000 aliases");
    }

    @Test
    void aliasBombIsCheap() {
        var bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 60; i++) {
            bomb.append("a%d: &a%d [*a%d, *a%d]%n".formatted(i, i, i - 1, i - 1));
        }

        assertThat(problems(bomb.toString())).hasSize(62);
    }

    @Test
    void otherEncodingsAreRefused() throws IOException {
        var latin1 = new ByteArrayInputStream(new byte[] {'a', ':', ' ', (byte) 0xE4});

        assertThat(ConfigReader.read(latin1).toString()).contains("document: is not UTF-8");
    }

    @Test
    void longAndUnprintableValuesAreNotEchoed() {
        assertThat(problems(Documents.setting("mode", "\"a\\tb" + "c".repeat(500) + "\"")))
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .startsWith("mode: a\uFFFDbccc")
                        .contains("... (503 characters) is not allowed")
                        .hasSizeLessThan(200));
    }
}
