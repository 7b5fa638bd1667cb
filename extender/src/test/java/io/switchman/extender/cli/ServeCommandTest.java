package io.switchman.extender.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

/** What a user reads where the service does not start: one line that says why, and never a stack trace. */
class ServeCommandTest {
    private final StringWriter err = new StringWriter();

    @Test
    void portInUseIsNamedWithItsKeys() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());

            assertThat(run("--demo-nodes", "3", "--port", port, "--ops-port", "0"))
                    .isEqualTo(1);
            assertThat(err.toString().strip())
                    .startsWith("switchman serve: cannot listen on 127.0.0.1:" + port + " (verbs.host, verbs.port): ")
                    .doesNotContain("\n");
        }
    }

    @Test
    void missingConfigurationIsNamed() {
        assertThat(run("--demo-nodes", "3", "--config", "nowhere.yaml")).isEqualTo(2);
        assertThat(err.toString()).startsWith("--config: there is no file nowhere.yaml");
    }

    @Test
    void portOutOfRangeIsRefused() {
        assertThat(run("--demo-nodes", "3", "--ops-port", "65536")).isEqualTo(2);
        assertThat(err.toString()).startsWith("--ops-port is 65536: allowed are 0 to 65535");
    }

    @Test
    void withoutAClusterThereIsNothingToServe() {
        assertThat(run()).isEqualTo(1);
        assertThat(err.toString()).contains("no cluster: ").contains("--demo-nodes");
    }

    private int run(String... options) {
        String[] args = new String[options.length + 1];
        args[0] = "serve";
        System.arraycopy(options, 0, args, 1, options.length);
        return Main.commandLine().setErr(new PrintWriter(err)).execute(args);
    }
}
