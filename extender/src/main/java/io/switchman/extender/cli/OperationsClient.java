package io.switchman.extender.cli;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Asks the operations listener of a running extender. */
final class OperationsClient {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private final URI server;

    OperationsClient(URI server) {
        this.server = server;
    }

    /** No answer came, or none of an extender. */
    static final class Unreachable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreachable(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * An answer.
     *
     * @param status the HTTP status
     * @param json its body
     */
    record Answer(int status, JsonObject json) {
        /** What the server says is wrong. */
        String error() {
            return json.getString("error", "the server answered " + status);
        }
    }

    Answer explain(byte[] body, @Nullable String node, int limit) throws Unreachable {
        String query =
                "?limit=" + limit + (node == null ? "" : "&node=" + URLEncoder.encode(node, StandardCharsets.UTF_8));
        String base = server.toString();
        String url = (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + "/explain" + query;
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .build()) {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(URI.create(url))
                            .timeout(ANSWER)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), new JsonObject(response.body()));
        } catch (IOException | IllegalArgumentException e) {
            throw new Unreachable("no answer from " + url + ": " + e
                    + "\nCheck that an extender runs there and that this is its operations listener (operations.port,"
                    + " 9090 by default, not that of the verbs)."
                    + "\nIn a cluster: kubectl port-forward POD 9090, or name another address with --server.");
        } catch (DecodeException e) {
            throw new Unreachable(url + " answered, but not as an extender does: " + e.getMessage()
                    + "\nCheck that --server names the operations listener of an extender.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unreachable("interrupted while waiting for " + url);
        }
    }
}
