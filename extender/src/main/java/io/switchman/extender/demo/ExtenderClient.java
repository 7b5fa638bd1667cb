package io.switchman.extender.demo;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** Calls an extender as kube-scheduler does, names only. */
final class ExtenderClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String url;

    ExtenderClient(String url) {
        this.url = url;
    }

    JsonObject filter(String pod, List<String> nodes) throws IOException {
        JsonObject answer = new JsonObject(call("filter", args(pod, new JsonArray(nodes))));
        String error = answer.getString("Error", "");
        if (!error.isEmpty()) {
            throw new IOException("filter: " + error);
        }
        return answer;
    }

    /** The node that gets the ten points. */
    String prioritize(String pod, JsonArray nodes) throws IOException {
        JsonArray scores = new JsonArray(call("prioritize", args(pod, nodes)));
        return scores.isEmpty() ? nodes.getString(0) : scores.getJsonObject(0).getString("Host");
    }

    /** Why the pod was not bound; empty if it was. */
    String bind(DemoPod pod, String node) throws IOException {
        String body = new JsonObject()
                .put("PodName", pod.name())
                .put("PodNamespace", "demo")
                .put("PodUID", pod.uid())
                .put("Node", node)
                .encode();
        return new JsonObject(call("bind", body)).getString("Error", "");
    }

    @Override
    public void close() {
        http.close();
    }

    private String call(String verb, String body) throws IOException {
        try {
            HttpResponse<String> response = http.send(request(verb, body), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IOException(verb + ": HTTP " + response.statusCode() + " " + response.body());
            }
            return response.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private HttpRequest request(String verb, String body) {
        return HttpRequest.newBuilder(URI.create(url + "/" + verb))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private static String args(String pod, JsonArray nodes) {
        return "{\"Pod\":" + pod + ",\"Nodes\":null,\"NodeNames\":" + nodes.encode() + "}";
    }
}
