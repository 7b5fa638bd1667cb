package io.switchman.extender.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.extender.RunningExtender;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(VertxExtension.class)
class ExplainCommandTest {
    private static final String VF = "nvidia.com/sriov_rdma_vf_port0=1";

    private static final Path DOCUMENTATION = Path.of("..", "docs", "explain.md");
    private static final String BEGIN = "```text\n";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private String server = "";

    @BeforeEach
    void start(Vertx vertx) {
        server = RunningExtender.start(vertx).operations().toString();
    }

    @Test
    void showsTheTableOfTheDocumentation() throws IOException {
        assertThat(run("--gpus", "2", "--vf", VF, "--vf", "nvidia.com/sriov_rdma_vf_port1=1"))
                .isEqualTo(0);

        String text = Files.readString(DOCUMENTATION);
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        int end = text.indexOf("```", begin);
        if (Boolean.getBoolean("switchman.rewrite")) {
            Files.writeString(DOCUMENTATION, text.substring(0, begin) + out + text.substring(end));
        } else {
            assertThat(out).hasToString(text.substring(begin, end));
        }
    }

    @Test
    void showsJson() {
        assertThat(run("--gpus", "1", "--vf", VF, "--output", "json", "--limit", "1"))
                .isEqualTo(0);
        assertThat(new JsonObject(out.toString()).getJsonArray("nodes")).hasSize(1);
    }

    @Test
    void saysByItsCodeThatNoNodeFits() {
        assertThat(run("--gpus", "9", "--policy", "require")).isEqualTo(1);
        assertThat(out.toString()).contains("0 fit", "4 GPUS_SHORT");
    }

    @Test
    void readsAPodFromAFile(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("pod.json");
        Files.writeString(file, RunningExtender.pod("u", 1, 1));

        assertThat(run("--pod", file.toString(), "--node", "half")).isEqualTo(0);
        assertThat(out.toString())
                .contains("Pod ml/next")
                .contains("Best: half.")
                .doesNotContain("idle");
    }

    @Test
    void refusesAFileThatIsNoJson(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("pod.yaml");
        Files.writeString(file, "kind: Pod\n");

        assertThat(run("--pod", file.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("is not a JSON object. Maybe make one: kubectl create --dry-run=client");
    }

    @Test
    void refusesWrongUse() {
        assertThat(run()).isEqualTo(2);
        assertThat(run("--pod", "-", "--gpus", "1")).isEqualTo(2);
        assertThat(run("--gpus", "-1")).isEqualTo(2);
        assertThat(run("--gpus", "1", "--output", "xml")).isEqualTo(2);
        assertThat(err.toString()).contains("give either --pod, or --gpus and --vf");
    }

    @Test
    void passesOnWhatTheServerRefuses() {
        assertThat(run("--gpus", "1", "--limit", "0")).isEqualTo(2);
        assertThat(err.toString()).contains("limit is 0: allowed are 1 to 50000");
    }

    @Test
    void saysWhatIsWrongWithThePod() {
        assertThat(run("--gpus", "1", "--policy", "must")).isEqualTo(2);
        assertThat(out.toString()).contains("must be changed").contains("switchman.io/policy");
    }

    @Test
    void namesTheServerThatDoesNotAnswer() {
        server = "http://127.0.0.1:1";

        assertThat(run("--gpus", "1")).isEqualTo(3);
        assertThat(err.toString())
                .contains("no answer from http://127.0.0.1:1/explain")
                .contains("Check that an extender runs there")
                .contains("--server");
    }

    @Test
    void namesAServerThatIsNoUrl() {
        server = "localhost:9090";

        assertThat(run("--gpus", "1")).isEqualTo(3);
        assertThat(err.toString()).contains("no answer from localhost:9090/explain");
    }

    private int run(String... args) {
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(Stream.concat(Stream.of("explain", "--server", server), Stream.of(args))
                        .toArray(String[]::new));
    }
}
