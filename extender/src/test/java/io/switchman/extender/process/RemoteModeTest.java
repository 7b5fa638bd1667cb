package io.switchman.extender.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchman.extender.app.BoundPods;
import io.switchman.extender.cluster.GivenCluster;
import io.switchman.extender.config.ConfigReader;
import io.switchman.extender.config.ExtenderConfig;
import io.switchman.extender.config.TlsFiles;
import io.switchman.extender.tls.TestAuthority;
import io.vertx.core.Future;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service as several replicas over the network have it: from the keys of the configuration to the answers. */
class RemoteModeTest {
    @TempDir
    private Path directory;

    private TestAuthority authority;
    private TestAuthority.Identity server;
    private TlsFiles files;

    @BeforeEach
    void sign() throws IOException {
        authority = new TestAuthority(directory, "authority");
        server = authority.server("server", "EC");
        files = server.write(directory, authority);
    }

    @Test
    void standbyServesNobodyAndIsNotReady() throws Exception {
        ExtenderProcess process = await(start(config("leader")));
        try (HttpClient client = HttpClient.newBuilder()
                .sslContext(authority.showing(authority.client("scheduler", "a.example.com")))
                .build()) {
            HttpResponse<String> verb = send(client, "https", process.verbsPort(), "/filter");
            HttpResponse<String> ready = send(client, "http", process.operationsPort(), "/readyz");
            HttpResponse<String> live = send(client, "http", process.operationsPort(), "/healthz");
            HttpResponse<String> meters = send(client, "http", process.operationsPort(), "/metrics");

            assertThat(verb.statusCode()).isEqualTo(503);
            assertThat(verb.body()).contains("not the leader");
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body()).contains("not the leader");
            assertThat(live.statusCode()).isEqualTo(200);
            double end = (double) server.certificate().getNotAfter().toInstant().getEpochSecond();
            assertThat(meters.body())
                    .contains("switchman_certificate_expiry_timestamp_seconds{certificate=\"server\"} " + end + "\n");
        } finally {
            await(process.close());
        }
    }

    @Test
    void leadershipDoesNotMatterWhereEachSchedulerHasItsReplica() throws Exception {
        ExtenderProcess process = await(start(config("synced")));
        try (HttpClient client = HttpClient.newHttpClient()) {
            assertThat(send(client, "http", process.operationsPort(), "/readyz").statusCode())
                    .isEqualTo(200);
        } finally {
            await(process.close());
        }
    }

    @Test
    void startFailsWithKeyAndPathOfABrokenFile() throws Exception {
        Files.delete(files.key());

        assertThatThrownBy(() -> await(start(config("synced"))))
                .hasRootCauseInstanceOf(IOException.class)
                .hasMessageContaining("verbs.tls.keyFile: " + files.key() + " does not exist");
    }

    private static Future<ExtenderProcess> start(ExtenderConfig config) {
        return ExtenderProcess.start(config, new GivenCluster(List.of(), _ -> BoundPods.NOBODY, () -> false));
    }

    private ExtenderConfig config(String readyWhen) {
        String yaml = """
                apiVersion: switchman.io/v1
                kind: ExtenderConfiguration
                verbs:
                  host: 0.0.0.0
                  port: 0
                  readyWhen: %s
                  tls: {certFile: %s, keyFile: %s, clientCaFile: %s}
                operations: {host: 127.0.0.1, port: 0}
                """.formatted(readyWhen, files.cert(), files.key(), files.clientCa());
        return switch (ConfigReader.read(yaml)) {
            case ConfigReader.Loaded(ExtenderConfig config) -> config;
            case ConfigReader.Rejected rejected ->
                throw new AssertionError(rejected.problems().toString());
        };
    }

    private static HttpResponse<String> send(HttpClient client, String scheme, int port, String path)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(scheme + "://127.0.0.1:" + port + path));
        if (scheme.equals("https")) {
            request.POST(HttpRequest.BodyPublishers.ofString("{}"));
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
}
