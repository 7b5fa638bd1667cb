package io.switchman.extender.config;

import static io.switchman.extender.config.Documents.HEAD;
import static io.switchman.extender.config.Documents.document;
import static io.switchman.extender.config.Documents.setting;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The reader and the published schema must say the same of every document. */
class SchemaAgreementTest {
    private static final Schema SCHEMA = schema();

    /** Candidate values for every key; each is right for some and wrong for others. */
    private static final List<String> VALUES = List.of(
            "enforce",
            "prefer",
            "require",
            "ignore",
            "SAME_SWITCH",
            "UNKNOWN",
            "same_switch",
            "refuse",
            "\"1.30\"",
            "\"1.29\"",
            "1.36",
            "0",
            "-1",
            "1",
            "16",
            "64",
            "65",
            "100",
            "1e3",
            "1000.0",
            "1000.5",
            "65535",
            "65536",
            "1000000",
            "1000001",
            "1073741824",
            "\"1000\"",
            "true",
            "null",
            "\"\"",
            "localhost",
            "\"::1\"",
            "\"a:80\"",
            "{}",
            "{a: b}",
            "[]",
            "[1]",
            "[null]",
            "[example.com/x]",
            "[example.com/x, example.com/x]",
            "[example.com/x, example.com/y]",
            "[\"example.com/x{rail}\"]",
            "[\"example.com/x*\"]",
            "[gpu]");

    /** What must stand beside a key, so that a value which is allowed alone contradicts nothing. */
    private static final Map<String, String> COMPANIONS = Map.of(
            "verbs.host",
            "verbs: {plaintext: anywhere, %s}",
            "verbs.tls.clientNames",
            "verbs: {tls: {certFile: /a, keyFile: /b, clientCaFile: /c, %s}}");

    static Stream<String> keys() {
        return Stream.concat(
                Options.all().map(Option::key), Stream.of("limits.unknown", "unknown", "unknown.key", "namespaces.a"));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void agreeOnEveryKey(String key) {
        VALUES.forEach(value -> assertAgree(
                key.equals("apiVersion") || key.equals("kind")
                        ? HEAD.replaceFirst(key + ": .*", key + ": " + value.replace("\\", "\\\\"))
                        : settingBesideOthers(key, value)));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void agreeOnSectionsOfAnyKind(String key) {
        int dot = key.lastIndexOf('.');
        if (dot > 0) {
            VALUES.forEach(value -> assertAgree(setting(key.substring(0, dot), value)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a", "/a b/c.d", "unset", "/", "a", "./a", "\"/a\\n\"", "\"/a\\x7f\"", "\"\"", "[/a]"})
    void agreeOnFiles(String file) {
        String others = "keyFile: %s, clientCaFile: %s".formatted(file, file);
        assertAgree(document("verbs: {tls: {certFile: " + file + ", " + others + "}}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: {mode: require}",
                "a: {mode: never}",
                "a: {unknown: 1}",
                "a: ",
                "a: 5",
                "A: {}",
                "\"\": {}",
                "a.b: {}",
                "a-: {}",
                "7: {locality: SAME_NUMA, distinctPorts: require, unknownNodes: pass}"
            })
    void agreeOnNamespaces(String namespace) {
        assertAgree(document("namespaces: {" + namespace + "}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "apiVersion: switchman.io/v1", "kind: ExtenderConfiguration", "[]", "5"})
    void agreeOnTheHead(String document) {
        assertAgree(document);
        assertThat(isValid(document)).isFalse();
    }

    @Test
    void defaultsAreValid() {
        String defaults = ConfigWriter.yaml(ExtenderConfig.DEFAULT);

        assertAgree(defaults);
        assertThat(isValid(defaults)).isTrue();
    }

    @Test
    void examplesOfTheDocumentationAreValid() throws IOException {
        String text = Files.readString(GeneratedFilesTest.DOCUMENTATION);
        var examples = new ArrayList<String>();
        Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
                .matcher(text)
                .results()
                .forEach(m -> examples.add(m.group(1)));

        assertThat(examples).isNotEmpty().allSatisfy(example -> {
            assertAgree(example);
            assertThat(isValid(example)).isTrue();
        });
    }

    /** What the schema cannot say is only said of values that it allows one by one. */
    @Test
    void onlyTheReaderKnowsContradictions() {
        String document = document("operations: {port: 8888}");

        assertThat(isValid(document)).isTrue();
        assertThat(Documents.problems(document)).hasSize(1);
    }

    private static String settingBesideOthers(String key, String value) {
        String beside = COMPANIONS.get(key);
        return beside == null
                ? setting(key, value)
                : document(beside.formatted(key.substring(key.lastIndexOf('.') + 1) + ": " + value));
    }

    private static void assertAgree(String document) {
        List<String> problems = Documents.problems(document);
        assertThat(isValid(document)).as("%s%nreader: %s", document, problems).isEqualTo(problems.isEmpty());
    }

    static boolean isValid(String document) {
        return SCHEMA.validate(JsonText.of(Documents.tree(document)), InputFormat.JSON)
                .isEmpty();
    }

    private static Schema schema() {
        try (InputStream stream =
                Objects.requireNonNull(ConfigReader.class.getResourceAsStream("configuration.schema.json"))) {
            String json = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(json, InputFormat.JSON);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
