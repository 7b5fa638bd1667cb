package io.switchman.extender.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictCommandTest {
    private static final String CASE = """
            {"name": "two on A",
             "machine": {
               "gpus": [{"id": "g0", "numa": 0, "switch": "s0"}, {"id": "g1", "numa": 0, "switch": "s1"}],
               "ports": [{"name": "n0", "resource": "rail0", "numa": 0, "switch": "s0", "vfs": 2}]},
             "policy": "best-effort", "busy": ["%s"],
             "pod": {"containers": [{"limits": {"nvidia.com/gpu": 1, "rail0": 1}}]},
             "pci": {"class": "ignored"}}
            """;

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void jsonIsOneLineForACase() throws IOException {
        assertThat(predict(CASE.formatted("g1"), "-o", "json")).isZero();
        assertThat(out.toString()).isEqualTo("""
                {"name":"two on A",\
                "anyOrder":{"class":"CERTAIN","p":1.0,"pairs":{"1":1.0},"gpuSets":{"g0":1.0}},\
                "pci":{"class":"CERTAIN","p":1.0,"pairs":{"1":1.0},"gpuSets":{"g0":1.0}}}
                """);
    }

    @Test
    void anArrayIsAnsweredCaseByCaseInWords() throws IOException {
        assertThat(predict("[" + CASE.formatted("n0.0") + "," + CASE.formatted("g0") + "]"))
                .isZero();
        assertThat(out.toString())
                .contains("CHANCE: every GPU gets a VF on its own switch in 50.0 %")
                .contains("IMPOSSIBLE");
    }

    @Test
    void whatCannotBeReadIsNamed() throws IOException {
        assertThat(predict(CASE.formatted("g7"))).isEqualTo(2);
        assertThat(err.toString()).contains("busy devices [g7] do not exist");
        assertThat(predict(CASE.replace("best-effort", "best"))).isEqualTo(2);
        assertThat(err.toString())
                .contains("case.policy: best is not none, best-effort, restricted or single-numa-node");
    }

    private int predict(String text, String... options) throws IOException {
        String file = Files.writeString(directory.resolve("case.json"), text).toString();
        String[] args = new String[options.length + 2];
        args[0] = "predict";
        args[1] = file;
        System.arraycopy(options, 0, args, 2, options.length);
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(args);
    }
}
