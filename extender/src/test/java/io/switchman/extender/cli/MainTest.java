package io.switchman.extender.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.topology.Samples;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MainTest {

    @Test
    void versionIsTheBanner() {
        var out = new StringWriter();

        int code = new CommandLine(new Main()).setOut(new PrintWriter(out)).execute("--version");

        assertThat(code).isZero();
        assertThat(out.toString().strip()).isEqualTo(Samples.banner());
    }
}
