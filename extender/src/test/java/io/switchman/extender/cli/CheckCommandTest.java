package io.switchman.extender.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.extender.config.ConfigReader;
import io.switchman.extender.config.ConfigReader.Loaded;
import io.switchman.extender.config.ExtenderConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CheckCommandTest {
    private static final String GOOD = """
            apiVersion: switchman.io/v1
            kind: ExtenderConfiguration
            mode: observe
            namespaces: {train: {mode: require}}
            """;
    private static final String BAD = GOOD + "limits: {bodyMillis: 5}\nmod: 1\n";

    @TempDir
    private Path directory = Path.of("");

    private record Run(int code, String out, String err) {}

    @Test
    void goodFileIsPrintedAsItIsInEffect() throws IOException {
        String file = write(GOOD);

        Run run = run("check", file);

        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out().replaceAll(" {2,}", "  ").lines())
                .startsWith("OK " + file, "")
                .contains(
                        "mode  observe  (default enforce)",
                        "verbs.port  8888",
                        "resources.gpus  nvidia.com/gpu, amd.com/gpu",
                        "namespaces.train.mode  require");
    }

    @Test
    void problemsArePrintedOneALine() throws IOException {
        Run run = run("check", write(BAD));

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).isEqualTo("""
                mod: is not a known key. Maybe mode
                limits.bodyMillis: 5 is not allowed; allowed are whole numbers from 100 to 600000
                """);
    }

    @Test
    void goodFileAsJson() throws IOException {
        String file = write(GOOD);

        Run run = run("check", "--output=json", file);

        assertThat(run.code()).isZero();
        assertThat(run.out()).startsWith("{\n  \"file\": \"" + file + "\",\n  \"ok\": true,\n  \"configuration\": {");
    }

    @Test
    void problemsAsJson() throws IOException {
        Run run = run("check", write(BAD), "-o", "json");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).contains("""
                    "key": "limits.bodyMillis",
                    "value": "5",
                    "allowed": "whole numbers from 100 to 600000",
                    "message": "limits.bodyMillis: 5 is not allowed; allowed are whole numbers from 100 to 600000"
                """);
    }

    @Test
    void fileThatIsNotThere() {
        Run run = run("check", directory.resolve("none.yaml").toString());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).endsWith("none.yaml: there is no such file\n");
    }

    @Test
    void directoryIsNoFile() {
        Run run = run("check", directory.toString());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(": cannot be read: ");
    }

    @Test
    void wrongUse() throws IOException {
        assertThat(run("check").code()).isEqualTo(2);
        assertThat(run("check", "--print-defaults", write(GOOD)).code()).isEqualTo(2);
        assertThat(run("check", "--output", "xml", write(GOOD)).err()).contains("'xml'; allowed are table, json");
        assertThat(run("check", "--output", "xml", write(GOOD)).code()).isEqualTo(2);
    }

    @Test
    void printedDefaultsAreAConfiguration() {
        Run run = run("check", "--print-defaults");

        assertThat(run.code()).isZero();
        assertThat(ConfigReader.read(run.out())).isEqualTo(new Loaded(ExtenderConfig.DEFAULT));
        assertThat(ConfigReader.read(
                        run("check", "--print-defaults", "-o", "json").out()))
                .isEqualTo(new Loaded(ExtenderConfig.DEFAULT));
    }

    @Test
    void helpNamesTheExitCodes() {
        Run run = run("check", "--help");

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("Exit codes:", "Problems were found and printed.", "--print-defaults");
    }

    @Test
    void versionIsThatOfTheWhole() {
        assertThat(run("check", "--version").out()).isEqualTo(run("--version").out());
    }

    private String write(String yaml) throws IOException {
        return Files.writeString(directory.resolve("switchman.yaml"), yaml).toString();
    }

    private static Run run(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = new CommandLine(new Main())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
        return new Run(code, out.toString(), err.toString());
    }
}
