package io.switchman.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Stands between kube-scheduler and Switchman, and passes calls on. Where an answer names the one node that a pod is to go to, it looks
 * which node holds devices for the pod before the scheduler has the answer.
 */
final class HoldRecorder implements AutoCloseable {
    private final SwitchmanProcess switchman;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, String> named = new ConcurrentHashMap<>();
    private final Map<String, String> held = new ConcurrentHashMap<>();

    HoldRecorder(SwitchmanProcess switchman) throws IOException {
        this.switchman = switchman;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::pass);
        server.start();
    }

    /** Where kube-scheduler calls. */
    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The node that was named last for a pod, or null. */
    @Nullable
    String named(String uid) {
        return named.get(uid);
    }

    /** The node that held devices for a pod when one was named last, or null. */
    @Nullable
    String held(String uid) {
        return held.get(uid);
    }

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] call = exchange.getRequestBody().readAllBytes();
            HttpRequest request = HttpRequest.newBuilder(
                            switchman.verbs().resolve(exchange.getRequestURI().getPath()))
                    .POST(BodyPublishers.ofByteArray(call))
                    .build();
            HttpResponse<byte[]> answer = client.send(request, BodyHandlers.ofByteArray());
            if (answer.statusCode() == 200) {
                record(exchange.getRequestURI().getPath(), text(call), text(answer.body()));
            }
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
            exchange.getResponseBody().write(answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }

    private void record(String path, String call, String answer) {
        String node = path.endsWith("/prioritize") ? best(answer) : path.endsWith("/filter") ? only(answer) : null;
        if (node != null) {
            String uid = EndState.uid(new JsonObject(call).getJsonObject("Pod"));
            named.put(uid, node);
            held.remove(uid);
            for (Object shown : switchman.state().getJsonArray("nodes")) {
                for (Object hold : ((JsonObject) shown).getJsonArray("holds")) {
                    if (uid.equals(((JsonObject) hold).getString("uid"))) {
                        held.put(uid, ((JsonObject) shown).getString("node"));
                    }
                }
            }
        }
    }

    private static @Nullable String best(String answer) {
        JsonArray scores = new JsonArray(answer);
        return scores.size() == 1 ? scores.getJsonObject(0).getString("Host") : null;
    }

    private static @Nullable String only(String answer) {
        JsonArray names = new JsonObject(answer).getJsonArray("NodeNames");
        return names != null && names.size() == 1 ? names.getString(0) : null;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
