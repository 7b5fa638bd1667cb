package io.switchman.events.kube.client;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.switchman.events.kube.feed.ClusterModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An API server with one kind of objects that are listed, and others that are read and written one by one, over real
 * connections. It does wrong what it is told to: each request takes the next fault from a queue.
 */
public final class FakeApiServer implements AutoCloseable {
    private static final long LOOK_MILLIS = 2;

    final ClusterModel model = new ClusterModel();
    final ConcurrentLinkedQueue<Fault> listFaults = new ConcurrentLinkedQueue<>();
    final ConcurrentLinkedQueue<Fault> watchFaults = new ConcurrentLinkedQueue<>();
    /** For requests about single objects, of whatever kind. */
    public final ConcurrentLinkedQueue<Fault> objectFaults = new ConcurrentLinkedQueue<>();

    /** Single objects, by path. */
    public final FakeObjects objects = new FakeObjects();

    final List<String> requests = new CopyOnWriteArrayList<>();
    /** Bodies of requests about single objects, with method and path. */
    public final List<String> writes = new CopyOnWriteArrayList<>();

    volatile String servedPath = "/apis/new.example.com/v1/networks";
    volatile long bookmarkMillis = 20;
    /** Put into every object of a list, to be skipped by whoever reads it. */
    volatile String ballast = "";

    private final ServerSocket server;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    public FakeApiServer() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    public String address() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /** Breaks all connections. */
    void dropAll() {
        sockets.forEach(FakeApiServer::close);
    }

    @Override
    public void close() {
        close(server);
        dropAll();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                sockets.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            HttpExchange exchange = new HttpExchange(socket);
            requests.add(exchange.method + " " + exchange.path + " " + new TreeMap<>(exchange.query));
            if (exchange.path.contains("/namespaces/")) {
                single(exchange, next(objectFaults));
            } else if (!exchange.path.equals(servedPath)) {
                exchange.status(404, "NotFound");
            } else if (exchange.query("watch").equals("true")) {
                watch(exchange, next(watchFaults));
            } else {
                list(exchange, next(listFaults));
            }
        } catch (IOException | InterruptedException e) {
            // The other side is gone, or the test is over.
        } finally {
            sockets.remove(socket);
        }
    }

    private static Fault next(ConcurrentLinkedQueue<Fault> faults) {
        Fault fault = faults.poll();
        return fault == null ? Fault.NONE : fault;
    }

    private void list(HttpExchange exchange, Fault fault) throws IOException, InterruptedException {
        if (refused(exchange, fault)) {
            return;
        }
        String limit = exchange.query("limit");
        ClusterModel.Part part = model.list(limit.isEmpty() ? 0 : Integer.parseInt(limit), exchange.query("continue"));
        if (part == null) {
            exchange.status(410, "Expired");
            return;
        }
        JsonArray items = new JsonArray();
        for (JsonObject item : part.items()) {
            JsonObject object = item.deepCopy();
            object.addProperty("ballast", ballast);
            items.add(object);
        }
        JsonObject metadata = new JsonObject();
        metadata.addProperty("resourceVersion", Long.toString(part.version()));
        metadata.addProperty("continue", part.next());
        JsonObject list = new JsonObject();
        list.addProperty("kind", "NetworkList");
        list.add("metadata", metadata);
        list.add("items", items);
        String text = list.toString();
        exchange.beginChunks();
        switch (fault) {
            case DROP -> exchange.chunk(text.substring(0, text.length() / 2));
            case GARBAGE -> {
                exchange.chunk("<html>" + text);
                exchange.endChunks();
            }
            case FREEZE -> {
                exchange.chunk(text.substring(0, text.length() / 2));
                Thread.sleep(60_000);
            }
            case DRIP -> {
                for (int i = 0; i < text.length(); i++) {
                    exchange.chunk(text.substring(i, i + 1));
                    Thread.sleep(20);
                }
            }
            default -> {
                exchange.chunk(text);
                exchange.endChunks();
            }
        }
    }

    private boolean refused(HttpExchange exchange, Fault fault) throws IOException, InterruptedException {
        switch (fault) {
            case GONE -> exchange.status(410, "Expired");
            case NOT_FOUND -> exchange.status(404, "NotFound");
            case FORBIDDEN -> exchange.status(403, "Forbidden");
            case BUSY -> exchange.status(429, "TooManyRequests");
            case SERVER_ERROR -> exchange.status(500, "InternalError");
            case CONFLICT -> exchange.status(409, "Conflict");
            case HALF_OPEN -> Thread.sleep(60_000);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void watch(HttpExchange exchange, Fault fault) throws IOException, InterruptedException {
        if (refused(exchange, fault)) {
            return;
        }
        exchange.beginChunks();
        long at = Long.parseLong(exchange.query("resourceVersion"));
        long end = System.currentTimeMillis() + 1000 * Long.parseLong(exchange.query("timeoutSeconds"));
        long bookmark = System.currentTimeMillis() + bookmarkMillis;
        if (fault == Fault.GARBAGE) {
            exchange.chunk("{\"type\":\"ADDED\",\"object\":oops}\n");
        }
        while (System.currentTimeMillis() < end && fault != Fault.SHORT) {
            ClusterModel.Logged logged = model.after(at);
            if (fault == Fault.GONE_EVENT || model.isExpired(at)) {
                exchange.chunk(
                        "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"code\":410,\"message\":\"too old\"}}\n");
                break;
            } else if (logged != null) {
                at = logged.version();
                send(exchange, logged, fault);
                if (fault == Fault.DROP) {
                    return;
                }
            } else if (fault == Fault.FREEZE) {
                Thread.sleep(60_000);
            } else if (System.currentTimeMillis() >= bookmark) {
                bookmark = System.currentTimeMillis() + bookmarkMillis;
                at = model.version();
                exchange.chunk(
                        "{\"type\":\"BOOKMARK\",\"object\":{\"kind\":\"Network\",\"metadata\":{\"resourceVersion\":\""
                                + at + "\",\"creationTimestamp\":null},\"spec\":{}}}\n");
            } else {
                Thread.sleep(LOOK_MILLIS);
            }
        }
        exchange.endChunks();
    }

    private void send(HttpExchange exchange, ClusterModel.Logged logged, Fault fault) throws IOException {
        String event = "{\"type\":\"" + logged.type() + "\",\"object\":" + logged.object() + "}\n";
        if (fault == Fault.DROP) {
            exchange.chunk(event.substring(0, event.length() / 2));
            return;
        }
        exchange.chunk(event);
        if (fault == Fault.REPEAT) {
            exchange.chunk(event);
            ClusterModel.Logged old = model.old(logged.version(), (int) logged.version());
            if (old != null) {
                exchange.chunk("{\"type\":\"" + old.type() + "\",\"object\":" + old.object() + "}\n\n");
            }
        }
    }

    private void single(HttpExchange exchange, Fault fault) throws IOException, InterruptedException {
        writes.add(exchange.method + " " + exchange.path + " " + exchange.body);
        if (refused(exchange, fault) || fault == Fault.DROP) {
            return;
        }
        FakeObjects.Answer answer = objects.answer(exchange.method, exchange.path, exchange.contentType, exchange.body);
        switch (fault) {
            case SILENT_SUCCESS -> Thread.sleep(60_000);
            case ERROR_AFTER -> exchange.status(500, "InternalError");
            case CUT_AFTER -> {}
            case GARBAGE -> exchange.answer(answer.status(), "<html>");
            default -> exchange.answer(answer.status(), answer.body().toString());
        }
    }

    private static void close(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            // It is closed either way.
        }
    }
}
