package io.switchman.e2e.fleet;

import io.switchman.e2e.plane.Caller;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Lists and watches the pods of all namespaces on a thread of its own, again and again however it ends. */
final class PodWatch implements AutoCloseable {
    private static final String PODS = "/api/v1/pods";
    private static final long PAUSE_NANOS = 200_000_000;

    /** Hears of pods, on the watch's thread. After a gap all pods there are are told anew. */
    interface Listener {
        void seen(JsonObject pod);

        void gone(JsonObject pod);

        /** Only these are there, by UID. */
        void listed(List<JsonObject> pods);
    }

    private final Caller caller;
    private final Listener listener;
    private final Thread thread;
    private volatile boolean closed;
    private String version = "";

    PodWatch(Caller caller, Listener listener) {
        this.caller = caller;
        this.listener = listener;
        this.thread = Thread.ofPlatform().name("pod-watch").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (!closed) {
            try {
                list();
                while (!closed) {
                    caller.watch(
                            PODS + "?watch=true&allowWatchBookmarks=true&timeoutSeconds=300&resourceVersion=" + version,
                            this::take);
                }
            } catch (IOException | UncheckedIOException _) {
                // The API server is away, or has forgotten where we were.
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private void list() throws IOException {
        Caller.Answer answer = caller.get(PODS);
        if (answer.code() != 200) {
            throw new IOException("pods cannot be listed: " + answer.code());
        }
        JsonObject list = new JsonObject(answer.text());
        version = list.getJsonObject("metadata").getString("resourceVersion");
        List<JsonObject> pods = list.getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .sorted(Comparator.comparingLong(PodWatch::versionOf))
                .toList();
        listener.listed(pods);
        pods.forEach(listener::seen);
    }

    private static long versionOf(JsonObject pod) {
        return Long.parseLong(pod.getJsonObject("metadata").getString("resourceVersion"));
    }

    private void take(String line) {
        JsonObject event = new JsonObject(line);
        JsonObject object = event.getJsonObject("object");
        switch (event.getString("type")) {
            case "ADDED", "MODIFIED" -> listener.seen(object);
            case "DELETED" -> listener.gone(object);
            case "ERROR" -> throw new UncheckedIOException(new IOException(object.getString("message")));
            default -> {}
        }
        version = object.getJsonObject("metadata").getString("resourceVersion");
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
