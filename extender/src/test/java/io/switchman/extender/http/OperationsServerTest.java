package io.switchman.extender.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.extender.RunningExtender;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class OperationsServerTest {
    private RunningExtender extender;

    @BeforeEach
    void start(Vertx vertx) {
        extender = RunningExtender.start(vertx);
    }

    @Test
    void isLiveWhileTheWriterTurns() {
        HttpResponse<String> answer = extender.get("/healthz");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(answer.body()).getBoolean("live")).isTrue();
    }

    @Test
    void isReadyOnceTheClusterIsKnown() {
        HttpResponse<String> answer = extender.get("/readyz");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body().strip()).isEqualTo("{\"ready\":true,\"reasons\":[]}");
    }

    @Test
    void isNotReadyBefore(Vertx vertx) {
        RunningExtender unsynced = RunningExtender.startUnsynced(vertx);

        HttpResponse<String> answer = unsynced.get("/readyz");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(new JsonObject(answer.body()).getJsonArray("reasons").getString(0))
                .contains("not synced");
        assertThat(unsynced.get("/healthz").statusCode()).isEqualTo(200);
        assertThat(unsynced.post("/explain", RunningExtender.pod("u", 1, 1)).statusCode())
                .isEqualTo(503);
    }

    @Test
    void answersBeforeItIsReadyWhileItWarmsUp() {
        extender.warm(false);
        HttpResponse<String> ready = extender.get("/readyz");
        int explained =
                extender.post("/explain", RunningExtender.pod("u", 1, 1)).statusCode();
        extender.warm(true);

        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(new JsonObject(ready.body()).getJsonArray("reasons"))
                .containsExactly("warming up: the first calls would take long");
        assertThat(explained).isEqualTo(200);
    }

    @Test
    void isReadyOnTheLeaderOnly() {
        extender.lead(false);
        HttpResponse<String> standby = extender.get("/readyz");
        HttpResponse<String> live = extender.get("/healthz");
        extender.lead(true);

        assertThat(standby.statusCode()).isEqualTo(503);
        assertThat(new JsonObject(standby.body()).getJsonArray("reasons"))
                .containsExactly("not the leader: another replica answers the scheduler (verbs.readyWhen)");
        assertThat(live.statusCode()).isEqualTo(200);
        assertThat(extender.get("/readyz").statusCode()).isEqualTo(200);
    }

    @Test
    void showsTheState() {
        JsonObject state = new JsonObject(extender.get("/debug/state").body());

        assertThat(state.getInteger("nodeCount")).isEqualTo(4);
        assertThat(state.getBoolean("truncated")).isFalse();
        JsonObject half = state.getJsonArray("nodes").getJsonObject(1);
        assertThat(half.getString("node")).isEqualTo("half");
        assertThat(half.getString("machine")).isEqualTo("hgx-h100");
        assertThat(half.getJsonObject("gpus").getJsonArray("free")).hasSize(4);
        JsonObject claim = half.getJsonArray("claims").getJsonObject(0);
        assertThat(claim.getString("pod")).isEqualTo("ml/train");
        assertThat(claim.getJsonArray("gpus")).hasSize(4);
        assertThat(claim.getBoolean("settled")).isTrue();
        JsonObject pool =
                half.getJsonArray("ports").getJsonObject(0).getJsonArray("vfs").getJsonObject(0);
        assertThat(pool.getInteger("free")).isEqualTo(pool.getInteger("total") - 1);
    }

    @Test
    void showsOneNode() {
        JsonObject state =
                new JsonObject(extender.get("/debug/state?node=no-rails").body());

        assertThat(state.getJsonArray("nodes")).hasSize(1);
        assertThat(state.getJsonArray("nodes").getJsonObject(0).getString("node"))
                .isEqualTo("no-rails");
        assertThat(extender.get("/debug/state?node=nobody").statusCode()).isEqualTo(404);
    }

    @Test
    void boundsTheState() {
        JsonObject state = new JsonObject(extender.get("/debug/state?limit=3").body());

        assertThat(state.getJsonArray("nodes")).hasSize(3);
        assertThat(state.getBoolean("truncated")).isTrue();
    }

    @Test
    void showsHoldsWithTheirEnd() {
        extender.call("prioritize", "{\"Pod\":" + RunningExtender.pod("uid-next", 2, 2) + ",\"NodeNames\":[\"idle\"]}");

        JsonObject idle = new JsonObject(extender.get("/debug/state?node=idle").body())
                .getJsonArray("nodes")
                .getJsonObject(0);

        JsonObject hold = idle.getJsonArray("holds").getJsonObject(0);
        assertThat(hold.getString("uid")).isEqualTo("uid-next");
        assertThat(hold.getBoolean("firm")).isFalse();
        assertThat(hold.getLong("endsInMillis")).isBetween(1L, 30_100L);
        assertThat(idle.getJsonObject("gpus").getJsonArray("free")).hasSize(6);
        assertThat(idle.getJsonObject("gpus").getJsonArray("unclaimed")).hasSize(8);
    }

    @Test
    void listsNodesOneALine() {
        assertThat(extender.get("/debug/nodes").body()).isEqualTo("idle\nhalf\nfew-rails\nno-rails\n");
    }

    @Test
    void listsItsPages() {
        assertThat(extender.get("/").body())
                .contains("/healthz", "/readyz", "/metrics", "/debug/state", "/debug/nodes", "POST /explain");
    }

    @Test
    void refusesWhatItDoesNotKnowInJson() {
        HttpResponse<String> unknown = extender.get("/nothing");
        HttpResponse<String> method = extender.send("DELETE", "/metrics");
        HttpResponse<String> parameter = extender.get("/debug/state?nodes=a");
        HttpResponse<String> limit = extender.get("/debug/state?limit=0");
        HttpResponse<String> number = extender.get("/debug/state?limit=ten");

        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(error(unknown)).isEqualTo("no such page: /nothing. GET / lists them all");
        assertThat(method.statusCode()).isEqualTo(405);
        assertThat(method.headers().firstValue("allow")).contains("GET");
        assertThat(error(method)).isEqualTo("method DELETE is not allowed: allowed is GET");
        assertThat(extender.get("/explain").headers().firstValue("allow")).contains("POST");
        assertThat(parameter.statusCode()).isEqualTo(400);
        assertThat(error(parameter)).isEqualTo("unknown parameter nodes: allowed are node and limit");
        assertThat(limit.statusCode()).isEqualTo(400);
        assertThat(error(limit)).isEqualTo("limit is 0: allowed are 1 to 50000 (limits.nodesPerRequest)");
        assertThat(number.statusCode()).isEqualTo(400);
    }

    @Test
    void refusesWhatIsNoPod() {
        HttpResponse<String> text = extender.post("/explain", "hello");
        HttpResponse<String> empty = extender.post("/explain", "{}");
        HttpResponse<String> wrong = extender.post("/explain", "{\"Pod\":{\"spec\":7}}");

        assertThat(text.statusCode()).isEqualTo(400);
        assertThat(error(text)).startsWith("not valid JSON at byte 0");
        assertThat(empty.statusCode()).isEqualTo(400);
        assertThat(error(empty)).startsWith("Pod is missing");
        assertThat(error(wrong)).isEqualTo("Pod.spec is 7: allowed is an object");
    }

    @Test
    void explainTakesSmallBodiesOnly() {
        String pod = RunningExtender.pod("u", 1, 1);
        HttpResponse<String> large = extender.post("/explain", pod + " ".repeat(4 << 20));

        assertThat(large.statusCode()).isEqualTo(413);
        assertThat(error(large)).isEqualTo("the body is larger than 4194304 bytes");
        assertThat(extender.post("/explain", pod + " ".repeat(3 << 20)).statusCode())
                .isEqualTo(200);
    }

    @Test
    void takesOnAFewAtATime() throws IOException {
        List<Socket> waiting = new ArrayList<>();
        for (int i = 0; i < OperationsBounds.IN_FLIGHT; i++) {
            Socket socket = new Socket(
                    extender.operations().getHost(), extender.operations().getPort());
            socket.getOutputStream()
                    .write("POST /explain HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n{"
                            .getBytes(StandardCharsets.US_ASCII));
            waiting.add(socket);
        }
        awaitStatus(429);
        String said = "too many requests in work: allowed are 8 to /explain and /debug/state at a time";
        assertThat(error(extender.get("/debug/state"))).isEqualTo(said);
        assertThat(error(extender.post("/explain", RunningExtender.pod("u", 1, 1))))
                .isEqualTo(said);
        assertThat(extender.get("/healthz").statusCode()).isEqualTo(200);
        for (Socket socket : waiting) {
            socket.close();
        }
        awaitStatus(200);
    }

    private void awaitStatus(int status) {
        long end = System.nanoTime() + 5_000_000_000L;
        while (extender.get("/debug/state").statusCode() != status) {
            assertThat(System.nanoTime()).isLessThan(end);
        }
    }

    private static String error(HttpResponse<String> answer) {
        assertThat(answer.headers().firstValue("content-type")).contains("application/json");
        return new JsonObject(answer.body()).getString("error");
    }
}
