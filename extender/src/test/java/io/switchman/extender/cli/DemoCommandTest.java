package io.switchman.extender.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void sameSeedSameResultAndMoreInReachThanByCounts() {
        String[] args = {"--nodes", "40", "--pods", "120", "-o", "json", "--seed", "3"};

        assertThat(run(args)).isZero();
        String first = out.toString();
        out.getBuffer().setLength(0);
        assertThat(run(args)).isZero();

        assertThat(out.toString()).isEqualTo(first);
        JsonObject report = new JsonObject(first);
        assertThat(report.getInteger("asked")).isEqualTo(120);
        assertThat(share(report.getJsonObject("switchman")))
                .isGreaterThanOrEqualTo(share(report.getJsonObject("countsAlone")));
        for (String run : List.of("switchman", "steered")) {
            JsonObject certain =
                    report.getJsonObject(run).getJsonObject("byClass").getJsonObject("CERTAIN");
            assertThat(certain.getInteger("placed")).isPositive();
            assertThat(certain.getInteger("gpuDirect")).isEqualTo(certain.getInteger("placed"));
        }
    }

    @Test
    void wrongOptionsAreRefused() {
        assertThat(run("--nodes", "0")).isEqualTo(2);
        assertThat(err.toString()).startsWith("--nodes is 0: allowed are 1 to 10000");
        assertThat(run("--pods", "1000001")).isEqualTo(2);
        assertThat(run("--seed", "x")).isEqualTo(2);
        assertThat(run("-o", "xml")).isEqualTo(2);
        assertThat(run("--unknown")).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
    }

    /** The part of the placed pods that have all their pairs in GPUDirect reach. */
    private static double share(JsonObject outcomes) {
        int placed = 0;
        int near = 0;
        JsonObject shapes = outcomes.getJsonObject("byShape");
        for (String shape : shapes.fieldNames()) {
            placed += shapes.getJsonObject(shape).getInteger("placed");
            near += shapes.getJsonObject(shape).getInteger("gpuDirect");
        }
        assertThat(placed).isPositive();
        return (double) near / placed;
    }

    private int run(String... options) {
        String[] args = new String[options.length + 1];
        args[0] = "demo";
        System.arraycopy(options, 0, args, 1, options.length);
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(args);
    }
}
