package io.switchman.extender.observe;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.extender.RunningExtender;
import io.switchman.extender.config.Limit;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Goes beyond each limit of a running extender and looks at what it counted. */
@ExtendWith(VertxExtension.class)
class LimitHitsTest {
    @Test
    void bodyBytes(Vertx vertx) {
        RunningExtender extender = RunningExtender.start(vertx, Limit.BODY_BYTES, 1 << 16);
        String large = " ".repeat((1 << 16) + 1);

        HttpResponse<String> verb = extender.call("filter", large);
        HttpResponse<String> explained = extender.post("/explain", large);

        assertThat(verb.statusCode()).isEqualTo(413);
        assertThat(explained.statusCode()).isEqualTo(413);
        assertThat(hits(extender, Limit.BODY_BYTES)).isEqualTo(2);
    }

    @Test
    void bodyMillis(Vertx vertx) throws IOException {
        RunningExtender extender = RunningExtender.start(vertx, Limit.BODY_MILLIS, 100);

        try (Socket slow = open(extender.operations(), "/explain")) {
            assertThat(firstLine(slow)).startsWith("HTTP/1.1 408");
        }

        assertThat(hits(extender, Limit.BODY_MILLIS)).isEqualTo(1);
    }

    @Test
    void nodesPerRequest(Vertx vertx) {
        RunningExtender extender = RunningExtender.start(vertx, Limit.NODES_PER_REQUEST, 2);
        String three = args(1, "\"idle\",\"half\",\"few-rails\"");

        assertThat(extender.call("filter", three).statusCode()).isEqualTo(400);
        assertThat(extender.post("/explain", three).statusCode()).isEqualTo(400);
        assertThat(extender.call("filter", args(1, "\"idle\",\"half\"")).statusCode())
                .isEqualTo(200);
        assertThat(hits(extender, Limit.NODES_PER_REQUEST)).isEqualTo(2);
    }

    @Test
    void jsonDepth(Vertx vertx) {
        RunningExtender extender = RunningExtender.start(vertx, Limit.JSON_DEPTH, 16);

        extender.call("filter", "{\"Pod\":" + "[".repeat(16) + "]".repeat(16) + "}");

        assertThat(hits(extender, Limit.JSON_DEPTH)).isEqualTo(1);
    }

    @Test
    void inFlightRequests(Vertx vertx) throws IOException {
        RunningExtender extender = RunningExtender.start(vertx, Limit.IN_FLIGHT_REQUESTS, 1);
        try (Socket first = open(extender.verbs(), "/filter")) {
            eventually(() -> extender.call("filter", "{}").statusCode() == 429);
            assertThat(first.isConnected()).isTrue();
        }

        assertThat(hits(extender, Limit.IN_FLIGHT_REQUESTS)).isEqualTo(1);
    }

    @Test
    void searchStates(Vertx vertx) {
        RunningExtender extender = RunningExtender.start(vertx, Limit.SEARCH_STATES, 1);

        extender.call("filter", args(2, "\"idle\",\"half\""));

        assertThat(hits(extender, Limit.SEARCH_STATES)).isEqualTo(2);
    }

    @Test
    void shapes(Vertx vertx) {
        RunningExtender extender = RunningExtender.start(vertx, Limit.SHAPES, 1);

        extender.call("filter", args(1, "\"idle\""));
        extender.call("filter", args(2, "\"idle\""));

        assertThat(hits(extender, Limit.SHAPES)).isEqualTo(1);
        assertThat(extender.meter("switchman_boards")).isEqualTo(1);
    }

    @Test
    void verdicts(Vertx vertx) {
        RunningExtender extender = RunningExtender.start(vertx, Limit.VERDICTS, 1);

        extender.call("filter", args(1, "\"idle\""));

        eventually(() -> hits(extender, Limit.VERDICTS) > 0);
    }

    @Test
    void holds(Vertx vertx) {
        RunningExtender extender = RunningExtender.start(vertx, Limit.HOLDS, 1);

        extender.call("prioritize", "{\"Pod\":" + RunningExtender.pod("a", 1, 1) + ",\"NodeNames\":[\"idle\"]}");
        extender.call("prioritize", "{\"Pod\":" + RunningExtender.pod("b", 1, 1) + ",\"NodeNames\":[\"idle\"]}");

        assertThat(hits(extender, Limit.HOLDS)).isEqualTo(1);
        assertThat(extender.meter("switchman_holds_refused_total")).isEqualTo(1);
    }

    @Test
    void unsettledPerNode(Vertx vertx) {
        RunningExtender extender = RunningExtender.start(vertx, Limit.UNSETTLED_PER_NODE, 2);
        String strict = RunningExtender.pod("uid-strict", 1, 1)
                .replace("\"uid\"", "\"annotations\":{\"switchman.io/policy\":\"require\"},\"uid\"");
        for (int pods = 1; pods <= 2; pods++) {
            String uid = "uid-" + pods;
            extender.call("filter", "{\"Pod\":" + RunningExtender.pod(uid, 1, 1) + ",\"NodeNames\":[\"idle\"]}");
            extender.call(
                    "bind",
                    "{\"PodName\":\"next\",\"PodNamespace\":\"ml\",\"PodUID\":\"" + uid + "\",\"Node\":\"idle\"}");
            assertThat(extender.call("filter", "{\"Pod\":" + strict + ",\"NodeNames\":[\"idle\"]}")
                            .body())
                    .contains(pods == 2 ? "are not known yet" : "is not sure enough");
            assertThat(hits(extender, Limit.UNSETTLED_PER_NODE)).isEqualTo(pods - 1);
        }
    }

    private static String args(int gpus, String names) {
        return "{\"Pod\":" + RunningExtender.pod("uid-next", gpus, 2) + ",\"NodeNames\":[" + names + "]}";
    }

    private static double hits(RunningExtender extender, Limit limit) {
        return extender.meter("switchman_limit_hits_total{limit=\"" + limit.key() + "\"}");
    }

    /** Announces ten bytes and sends one. */
    private static Socket open(URI server, String path) throws IOException {
        Socket socket = new Socket(server.getHost(), server.getPort());
        socket.getOutputStream()
                .write(("POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n{").getBytes(US_ASCII));
        return socket;
    }

    private static String firstLine(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII)).readLine();
    }

    private static void eventually(BooleanSupplier condition) {
        long end = System.nanoTime() + 5_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
        }
    }
}
