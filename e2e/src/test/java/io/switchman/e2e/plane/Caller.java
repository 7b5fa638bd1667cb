package io.switchman.e2e.plane;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Bare calls of the API server in somebody's name. A refusal is an answer like any other. */
public final class Caller {
    public static final String JSON = "application/json";
    public static final String MERGE_PATCH = "application/merge-patch+json";
    public static final String APPLY = "application/apply-patch+yaml";

    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(15);

    private final URI apiServer;
    private final String token;
    private final HttpClient client;

    Caller(URI apiServer, Path certificate, String token) {
        this.apiServer = apiServer;
        this.token = token;
        try {
            this.client = HttpClient.newBuilder()
                    .sslContext(Health.trusting(certificate))
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the API server said. */
    public record Answer(int code, String text) {
        /** The value at a path of names in the object that is the answer, or null. */
        public @Nullable Object at(String... names) {
            Object at = new Load(LoadSettings.builder().build()).loadFromString(text);
            for (String name : names) {
                at = at instanceof Map<?, ?> map ? map.get(name) : null;
            }
            return at;
        }
    }

    public Answer get(String path) {
        return send("GET", path, JSON, "");
    }

    public Answer post(String path, String json) {
        return send("POST", path, JSON, json);
    }

    /** Merges fields into an object. */
    public Answer patch(String path, String json) {
        return send("PATCH", path, MERGE_PATCH, json);
    }

    /**
     * Reads a watch line by line until the API server or the connection ends it.
     *
     * @param path with the query
     */
    public void watch(String path, Consumer<String> line) throws IOException {
        HttpRequest request = request(path).GET().build();
        try {
            var response = client.send(request, BodyHandlers.ofLines());
            if (response.statusCode() != HttpURLConnection.HTTP_OK) {
                throw new IOException("watch of " + path + " is answered " + response.statusCode());
            }
            try (Stream<String> lines = response.body()) {
                lines.forEach(line);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (UncheckedIOException e) {
            throw new IOException("the watch of " + path + " broke off", e);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(apiServer.resolve(path)).header("Authorization", "Bearer " + token);
    }

    /**
     * Any call.
     *
     * @param path with the query
     */
    public Answer send(String method, String path, String type, String body) {
        HttpRequest request = request(path)
                .timeout(ANSWER_WITHIN)
                .header("Content-Type", type)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        try {
            var response = client.send(request, BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
