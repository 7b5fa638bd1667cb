package io.switchman.e2e;

import io.switchman.e2e.plane.ControlPlane;
import io.switchman.e2e.plane.LocalProcess;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

/**
 * Switchman in a JVM of its own, so that it can be killed, with the rights of its account.
 *
 * @param process is ready once it knows the cluster
 * @param verbs where kube-scheduler calls
 * @param operations where people look
 */
record SwitchmanProcess(LocalProcess process, URI verbs, URI operations) {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(20);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    /**
     * Starts it.
     *
     * @param mode observe or enforce
     * @param apiServer where it is told that the API server is
     * @param limits that differ from the defaults, as a YAML mapping
     */
    static SwitchmanProcess start(ControlPlane plane, String mode, URI apiServer, String limits) {
        URI verbs = URI.create("http://127.0.0.1:" + plane.freePort());
        URI operations = URI.create("http://127.0.0.1:" + plane.freePort());
        Path config = plane.directory().resolve("switchman.yaml");
        Path keys = plane.directory().resolve("plan-keys");
        try {
            Files.writeString(keys, "k1 " + Base64.getEncoder().encodeToString(new byte[48]) + "\n");
            Files.writeString(config, """
                    apiVersion: switchman.io/v1
                    kind: ExtenderConfiguration
                    mode: %s
                    verbs: {host: 127.0.0.1, port: %d}
                    operations: {host: 127.0.0.1, port: %d}
                    kubernetes: {kubeconfig: %s, planKeys: %s}
                    limits: %s
                    """.formatted(
                            mode,
                            verbs.getPort(),
                            operations.getPort(),
                            plane.kubeconfigOf("switchman-system", "switchman", apiServer),
                            keys,
                            limits));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        LocalProcess process = plane.program("switchman", command(config), operations.resolve("/readyz"));
        process.start();
        return new SwitchmanProcess(process, verbs, operations);
    }

    /** As the launcher has it, but from the classes of this build. */
    private static List<String> command(Path config) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseCompactObjectHeaders",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:CompileThresholdScaling=0.05",
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                SwitchmanOnLeash.class.getName(),
                "serve",
                "--config",
                config.toString());
    }

    /** All that it knows. */
    JsonObject state() {
        return new JsonObject(get("/debug/state?limit=50000"));
    }

    /** Whether it knows the cluster and says so. */
    boolean isReady() {
        return send("/readyz").statusCode() == 200;
    }

    String get(String path) {
        var answer = send(path);
        if (answer.statusCode() != 200) {
            throw new AssertionError(path + " is answered " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body();
    }

    private HttpResponse<String> send(String path) {
        HttpRequest request = HttpRequest.newBuilder(operations.resolve(path))
                .timeout(ANSWER_WITHIN)
                .build();
        try {
            return CLIENT.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
