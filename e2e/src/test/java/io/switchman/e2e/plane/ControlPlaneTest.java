package io.switchman.e2e.plane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubernetes.client.openapi.ApiException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The control plane itself, without Switchman. */
class ControlPlaneTest {
    @Test
    void dataOutliveProcesses() throws ApiException {
        try (ControlPlane plane = ControlPlane.start(Path.of("target", "planes", "control-plane"))) {
            plane.client().createNode("kept");

            plane.apiServer().stop();
            plane.etcd().kill();
            assertThat(plane.apiServer().isRunning() || plane.etcd().isRunning())
                    .isFalse();
            plane.etcd().start();
            plane.apiServer().start();

            assertThat(plane.client().core().readNode("kept").execute()).isNotNull();
            plane.apiServer().letGo();
            plane.etcd().letGo();
            assertThat(plane.apiServer().isRunning() || plane.etcd().isRunning())
                    .as("running though this JVM let go of them")
                    .isFalse();
        }
    }

    @Test
    void processThatEndsAtOnceIsToldWithItsLog(@TempDir Path directory) {
        Path log = directory.resolve("broken.log");
        LocalProcess broken = new LocalProcess(
                "broken",
                List.of("sh", "-c", "echo no such flag; exit 7"),
                log,
                new Health(URI.create("http://127.0.0.1:9/"), null, null));

        assertThatThrownBy(broken::start)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("broken ended with exit code 7")
                .hasMessageContaining("no such flag");
        assertThat(Files.exists(log)).isTrue();
    }
}
