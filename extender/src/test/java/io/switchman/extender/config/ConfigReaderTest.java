package io.switchman.extender.config;

import static io.switchman.extender.config.Documents.HEAD;
import static io.switchman.extender.config.Documents.document;
import static io.switchman.extender.config.Documents.load;
import static io.switchman.extender.config.Documents.problems;
import static io.switchman.extender.config.Documents.setting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.switchman.topology.model.Locality;
import io.switchman.topology.model.ResourceName;
import io.switchman.topology.placement.Policy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigReaderTest {

    @Test
    void whatIsNotWrittenHasItsDefault() {
        assertThat(load(HEAD)).isEqualTo(ExtenderConfig.DEFAULT);
    }

    @Test
    void sectionsMayBeEmpty() {
        assertThat(load(document("limits:\nnamespaces:\npolicy: {}\n"))).isEqualTo(ExtenderConfig.DEFAULT);
    }

    @Test
    void namespaceInheritsWhatItDoesNotSay() {
        var config = load(document("""
                policy: {locality: SAME_NUMA, unknownNodes: pass}
                namespaces:
                  train: {mode: require}
                  "7":
                """));

        assertThat(config.policyOf("train"))
                .isEqualTo(new PolicyDefaults(
                        Policy.DEFAULT.with(Locality.SAME_NUMA).with(Policy.Mode.REQUIRE),
                        PolicyDefaults.UnknownNodes.PASS));
        assertThat(config.policyOf("7")).isEqualTo(config.policy());
        assertThat(config.policyOf("other")).isEqualTo(config.policy());
    }

    @Test
    void allProblemsComeAtOnce() {
        assertThat(problems("""
                        apiVersion: switchman.io/v2
                        mode: on
                        verbs: {port: 70000, hots: a}
                        bodyByte: 1
                        colour: red
                        limits:
                          bodyBites: 5
                          bodyMillis: 5
                          jsonDepth: "64"
                          holds:
                        namespaces:
                          Train: {mode: require}
                          dev: {mode: never, localty: SAME_NUMA}
                        resources: {gpus: [gpu, nvidia.com/gpu, nvidia.com/gpu], vfs: 3}
                        scheduler: {version: 1.40}
                        damage: 7
                        """))
                .containsExactlyInAnyOrder(
                        "apiVersion: switchman.io/v2 is not allowed; allowed is switchman.io/v1",
                        "kind: is missing; allowed is ExtenderConfiguration",
                        "mode: on is not allowed; allowed are observe, enforce",
                        "verbs.port: 70000 is not allowed; allowed are whole numbers from 0 to 65535",
                        "verbs.hots: is not a known key. Maybe verbs.host",
                        "bodyByte: is not a known key. Maybe limits.bodyBytes",
                        "colour: is not a known key; allowed are apiVersion, kind, mode, verbs, operations, kubernetes, resources,"
                                + " policy, scheduler, hold, damage, limits, namespaces",
                        "limits.bodyBites: is not a known key. Maybe limits.bodyBytes",
                        "limits.bodyMillis: 5 is not allowed; allowed are whole numbers from 100 to 600000",
                        "limits.jsonDepth: \"64\" is not allowed; allowed are whole numbers from 16 to 1000",
                        "limits.holds: an empty value is not allowed; allowed are whole numbers from 1 to 1000000",
                        "namespaces: Train is not allowed; allowed are namespace names: up to 63 lower-case letters,"
                                + " digits and dashes, with no dash at either end",
                        "namespaces.dev.mode: never is not allowed; allowed are require, prefer, ignore",
                        "namespaces.dev.localty: is not a known key. Maybe namespaces.dev.locality",
                        "resources.gpus[0]: gpu is not allowed; allowed are resource names like example.com/name",
                        "resources.gpus[2]: nvidia.com/gpu stands in the list before",
                        "resources.vfs: 3 is not allowed; allowed are lists of 1 to 64 different resource names like"
                                + " example.com/name, with {rail} for the number of a rail and * for anything in the"
                                + " name",
                        "scheduler.version: 1.40 is not allowed; allowed are versions from \"1.30\" to \"1.999\","
                                + " in quotes",
                        "damage: 7 is not allowed; allowed are keys with values");
    }

    static Stream<WholeNumberOption> wholeNumbers() {
        return Options.all()
                .filter(option -> option.form() instanceof WholeNumber)
                .map(option -> new WholeNumberOption(option.key(), (WholeNumber) option.form()));
    }

    record WholeNumberOption(String key, WholeNumber form) {
        @Override
        public String toString() {
            return key;
        }
    }

    @ParameterizedTest
    @MethodSource("wholeNumbers")
    void rangesHaveTheirEdges(WholeNumberOption option) {
        long least = option.form().least();
        long most = option.form().most();

        for (long inside : List.of(least, most)) {
            assertThat(ConfigWriter.values(load(setting(option.key(), String.valueOf(inside)))))
                    .containsEntry(option.key(), inside);
        }
        for (Object outside : List.of(least - 1, most + 1, least + 0.5, "99999999999999999999", "true", ".inf", "[]")) {
            assertThat(problems(setting(option.key(), String.valueOf(outside))))
                    .singleElement(STRING)
                    .startsWith(option.key() + ": ")
                    .endsWith("is not allowed; allowed are whole numbers from " + least + " to " + most);
        }
    }

    @ParameterizedTest
    @CsvSource({"1e3, 1000", "1000.0, 1000", "1.0E+3, 1000"})
    void wholeNumbersMayBeWrittenOtherwise(String written, long value) {
        assertThat(load(setting("hold.deadlineMillis", written)).hold().deadlineMillis())
                .isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({"1.30, 30", "1.36, 36", "1.99, 99", "1.100, 100", "1.999, 999"})
    void versionsAreTexts(String version, int minor) {
        assertThat(load(setting("scheduler.version", '"' + version + '"'))
                        .scheduler()
                        .minorVersion())
                .isEqualTo(minor);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"1.29\"", "\"1.1000\"", "\"1.036\"", "\"v1.36\"", "\"2.36\"", "\"1.36.0\"", "1.36", "36"})
    void otherVersionsAreRefused(String version) {
        assertThat(problems(setting("scheduler.version", version))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "0.0.0.0", "\"::\"", "\"::1\"", "\"fe80::1%eth0\"", "a-b.c", "\"8\""})
    void hosts(String host) {
        assertThat(problems(setting("operations.host", host))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "http://a", "\"a:80\"", "\"[::1]\"", "-a", "a b", "8", "1.5", "null", "a_b"})
    void otherHostsAreRefused(String host) {
        assertThat(problems(setting("verbs.host", host))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.com/gpu", "a/b", "a.b-c/D_e.f"})
    void resourceNamesAreThoseOfTheCore(String name) {
        assertThat(ResourceName.isValid(name)).isTrue();
        assertThat(problems(setting("resources.gpus", "[" + name + "]"))).isEmpty();
        assertThat(problems(setting("resources.vfs", "[" + name + "]"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/vf{rail}", "a/{rail}", "a/{rail}-b", "a/vf*", "a/*", "a/*_{rail}", "a/vf-*-*"})
    void vfNamesMayBePatterns(String name) {
        assertThat(problems(setting("resources.vfs", "[\"" + name + "\"]"))).isEmpty();
        assertThat(problems(setting("resources.gpus", "[\"" + name + "\"]"))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a/", "/a", "a", "a/b/c", "A/b", "a/-b", "a/b-", "a/{rai}", "a/{rail}{rail}", "*/a", "a/ b"})
    void otherVfNamesAreRefused(String name) {
        assertThat(problems(setting("resources.vfs", "[\"" + name + "\"]"))).hasSize(1);
    }

    @Test
    void listsHaveTheirEdges() {
        String names = "example.com/%d, ".repeat(Names.MAX);
        String full = String.format(
                names, Stream.iterate(0, i -> i + 1).limit(Names.MAX).toArray());

        assertThat(problems(setting("resources.gpus", "[" + full + "]"))).isEmpty();
        assertThat(problems(setting("resources.gpus", "[" + full + "example.com/more]")))
                .hasSize(1);
        assertThat(problems(setting("resources.gpus", "[]"))).hasSize(1);
    }

    @Test
    void listenersOnOnePortAreRefused() {
        assertThat(problems(document("operations: {port: 8888}")))
                .containsExactly("operations.port: 8888 is taken by verbs.port on the same address");
        assertThat(problems(document("operations: {host: 10.0.0.1, port: 8888}")))
                .isEmpty();
        assertThat(problems(document("verbs: {port: 0}\noperations: {port: 0}")))
                .isEmpty();
    }

    @Test
    void vfNameThatMeansGpusIsRefused() {
        assertThat(problems(setting("resources.vfs", "[\"nvidia.com/*\"]")))
                .containsExactly(
                        "resources.vfs: nvidia.com/* also means nvidia.com/gpu, which stands in resources.gpus");
    }

    @Test
    void namespacesHaveALimit() {
        assertThat(problems(namespaces(Options.MAX_NAMESPACES))).isEmpty();
        assertThat(problems(namespaces(Options.MAX_NAMESPACES + 1)))
                .containsExactly("namespaces: 1001 namespaces is not allowed; allowed are up to 1000");
    }

    private static String namespaces(int count) {
        var yaml = new StringBuilder(HEAD).append("namespaces:\n");
        for (int i = 0; i < count; i++) {
            yaml.append("  n").append(i).append(": {mode: require}\n");
        }
        return yaml.toString();
    }

    @Test
    void sizeHasALimit() throws IOException {
        byte[] document = HEAD.getBytes(StandardCharsets.UTF_8);
        byte[] full = Arrays.copyOf(document, ConfigReader.MAX_BYTES);
        Arrays.fill(full, document.length, full.length, (byte) '\n');

        assertThat(ConfigReader.read(new ByteArrayInputStream(full))).isInstanceOf(ConfigReader.Loaded.class);
        assertThat(problems(new String(full, StandardCharsets.UTF_8) + "\n"))
                .containsExactly("document: is longer than 1048576 bytes");
    }

    @Test
    void endlessStreamIsReadToTheLimitOnly() throws IOException {
        var endless = new InputStream() {
            @Override
            public int read() {
                return ' ';
            }
        };

        assertThat(ConfigReader.read(endless)).isInstanceOf(ConfigReader.Rejected.class);
    }

    @Test
    void problemsHaveALimit() {
        var yaml = new StringBuilder(HEAD);
        for (int i = 0; i < ConfigReader.MAX_PROBLEMS + 5; i++) {
            yaml.append("unknown").append(i).append(": 1\n");
        }

        assertThat(problems(yaml.toString()))
                .hasSize(ConfigReader.MAX_PROBLEMS + 1)
                .last()
                .isEqualTo("document: has 5 more problems");
    }
}
