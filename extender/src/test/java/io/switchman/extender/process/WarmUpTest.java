package io.switchman.extender.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.extender.config.ConfigReader;
import io.switchman.extender.config.ExtenderConfig;
import io.switchman.extender.embedded.EmbeddedCluster;
import io.vertx.core.Future;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A service starts however small its limits are for its cluster: only the scheduler's calls can go beyond them. */
class WarmUpTest {
    @ParameterizedTest
    @CsvSource({"nodesPerRequest, 10, 50", "bodyBytes, 65536, 6000"})
    void keepsToTheLimits(String limit, int value, int nodes) throws Exception {
        EmbeddedCluster cluster = EmbeddedCluster.idle(nodes, 1);
        ExtenderProcess process =
                await(ExtenderProcess.start(config("{" + limit + ": " + value + "}"), cluster.events()));
        try (HttpClient http = HttpClient.newHttpClient()) {
            String body = "{\"Pod\":{\"metadata\":{\"uid\":\"u\"},\"spec\":{}},\"NodeNames\":[\""
                    + cluster.nodes().getFirst().name() + "\"]}";
            URI filter = URI.create("http://127.0.0.1:" + process.verbsPort() + "/filter");
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(filter)
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("\"Error\":\"\"");
        } finally {
            await(process.close());
        }
    }

    private static ExtenderConfig config(String limits) {
        String yaml = """
                apiVersion: switchman.io/v1
                kind: ExtenderConfiguration
                verbs: {host: 127.0.0.1, port: 0}
                operations: {host: 127.0.0.1, port: 0}
                limits: %s
                """.formatted(limits);
        return switch (ConfigReader.read(yaml)) {
            case ConfigReader.Loaded(ExtenderConfig config) -> config;
            case ConfigReader.Rejected rejected ->
                throw new AssertionError(rejected.problems().toString());
        };
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
}
