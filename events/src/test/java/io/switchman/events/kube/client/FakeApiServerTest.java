package io.switchman.events.kube.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the fake does with bindings. */
class FakeApiServerTest {
    @Test
    void bindingsFailInEveryWay() throws Exception {
        try (FakeApiServer server = new FakeApiServer();
                HttpClient client = HttpClient.newHttpClient()) {
            server.objects.putPod("ns", "p", "uid-1");
            server.objectFaults.add(Fault.CONFLICT);
            server.objectFaults.add(Fault.SERVER_ERROR);
            server.objectFaults.add(Fault.SILENT_SUCCESS);
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(server.address() + "/api/v1/namespaces/ns/pods/p/binding"))
                    .timeout(Duration.ofMillis(300))
                    .POST(HttpRequest.BodyPublishers.ofString("{\"target\":{\"name\":\"n1\"}}"))
                    .build();
            HttpResponse.BodyHandler<String> text = HttpResponse.BodyHandlers.ofString();

            assertThat(client.send(request, text).statusCode()).isEqualTo(409);
            assertThat(client.send(request, text).statusCode()).isEqualTo(500);
            assertThat(server.objects.node("ns", "p")).isEmpty();
            assertThatThrownBy(() -> client.send(request, text)).isInstanceOf(HttpTimeoutException.class);
            assertThat(server.objects.node("ns", "p")).isEqualTo("n1");
            assertThat(client.send(request, text).statusCode()).isEqualTo(409);
        }
    }
}
