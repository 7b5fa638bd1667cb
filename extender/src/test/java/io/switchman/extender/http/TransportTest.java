package io.switchman.extender.http;

import static io.switchman.extender.app.Bodies.offer;
import static io.switchman.extender.app.Bodies.offerUpTo;
import static io.switchman.extender.app.Bodies.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.extender.app.Bodies;
import io.switchman.extender.app.Cluster;
import io.switchman.extender.app.Settings;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How calls travel: connections, lengths, times, and what is no call at all. */
class TransportTest {
    private static final String BODY = offer(pod("p", "gpu", "1"), "n1", "n2");
    private static final String BEST = "[{\"Host\":\"n1\",\"Score\":10}]";

    @Test
    void oneConnectionServesManyCalls() throws Exception {
        try (Extender extender = new Extender(Cluster.of(Cluster.HGX, Cluster.HGX));
                Connection connection = extender.connect()) {
            for (int i = 0; i < 2_000; i++) {
                assertThat(connection.post("prioritize", BODY).body()).isEqualTo(BEST);
                if (i % 100 == 0) {
                    assertThat(connection.post("filter", "nonsense").status())
                            .as("bad bodies cost no connection either")
                            .isEqualTo(400);
                }
            }
            assertThat(extender.calls()).isEqualTo(2_020);
        }
    }

    @Test
    void pipelinedCallsAreAnsweredInOrder() throws Exception {
        try (Extender extender = new Extender(Cluster.of(manyMachines(200)));
                Connection connection = extender.connect()) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (int i = 0; i < 50; i++) {
                String filter = offerUpTo(pod("p" + i, "gpu", String.valueOf(1 + i % 9)), 200);
                all.writeBytes(Connection.request("POST", "/filter", filter.getBytes(StandardCharsets.UTF_8)));
                String bind = Bodies.bind("q" + i, "n1");
                all.writeBytes(Connection.request("POST", "/bind", bind.getBytes(StandardCharsets.UTF_8)));
            }
            connection.send(all.toByteArray());
            for (int i = 0; i < 50; i++) {
                assertThat(connection.receive().body())
                        .startsWith(1 + i % 9 < 9 ? "{\"NodeNames\":[\"n" : "{\"NodeNames\":[]");
                assertThat(connection.receive().body()).contains("pod q" + i + " is not known");
            }
        }
    }

    @Test
    void bodyInSmallPiecesAndInChunks() throws Exception {
        try (Extender extender = new Extender(Cluster.of(Cluster.HGX, Cluster.HGX));
                Connection connection = extender.connect()) {
            byte[] request = Connection.request("POST", "/prioritize", BODY.getBytes(StandardCharsets.UTF_8));
            for (byte b : request) {
                connection.send(new byte[] {b});
            }
            assertThat(connection.receive().body()).isEqualTo(BEST);
            connection.send("POST /prioritize HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (int i = 0; i < BODY.length(); i += 50) {
                String chunk = BODY.substring(i, Math.min(BODY.length(), i + 50));
                connection.send(Integer.toHexString(chunk.length()) + "\r\n" + chunk + "\r\n");
            }
            connection.send("0\r\n\r\n");
            assertThat(connection.receive().body()).isEqualTo(BEST);
        }
    }

    @Test
    void anyPrefixWillDo() throws Exception {
        try (Extender extender = new Extender(Cluster.of(Cluster.HGX, Cluster.HGX));
                Connection connection = extender.connect()) {
            for (String path : List.of("/prioritize", "/a/b/prioritize", "/prioritize?timeout=5s")) {
                connection.send(Connection.request("POST", path, BODY.getBytes(StandardCharsets.UTF_8)));
                assertThat(connection.receive().body()).isEqualTo(BEST);
            }
        }
    }

    @Test
    void unknownVerbs() throws Exception {
        try (Extender extender = new Extender(Cluster.of(Cluster.HGX))) {
            for (String path : List.of("/", "/filter/", "/Filter", "/scheduler/filters", "/%66ilter", "/metrics")) {
                try (Connection connection = extender.connect()) {
                    connection.send(Connection.request("POST", path, BODY.getBytes(StandardCharsets.UTF_8)));
                    Answer answer = connection.receive();
                    assertThat(answer.status()).as(path).isEqualTo(404);
                    assertThat(answer.body())
                            .isEqualTo("{\"Error\":\"no such verb: allowed are POST to filter, prioritize, bind,"
                                    + " preempt\"}");
                }
            }
        }
    }

    @Test
    void wrongMethods() throws Exception {
        try (Extender extender = new Extender(Cluster.of(Cluster.HGX))) {
            for (String method : List.of("GET", "PUT", "DELETE", "PATCH", "OPTIONS", "BREW")) {
                try (Connection connection = extender.connect()) {
                    connection.send(Connection.request(method, "/filter", new byte[0]));
                    Answer answer = connection.receive();
                    assertThat(answer.status()).isEqualTo(405);
                    assertThat(answer.headers()).containsEntry("allow", "POST");
                    assertThat(answer.body())
                            .isEqualTo("{\"Error\":\"method " + method + " is not allowed: allowed is POST\"}");
                }
            }
        }
    }

    @Test
    void bodyLargerThanAllowed() throws Exception {
        String text = "{\"Error\":\"the body is larger than 70000 bytes (limits.bodyBytes)\"}";
        try (Extender extender =
                new Extender(Cluster.of(Settings.with(limits -> limits.bodyBytes(70_000)), Cluster.HGX))) {
            try (Connection connection = extender.connect()) {
                connection.send("POST /filter HTTP/1.1\r\nHost: localhost\r\nContent-Length: 70001\r\n\r\n{");
                Answer answer = connection.receive();
                assertThat(answer.status()).isEqualTo(413);
                assertThat(answer.body()).isEqualTo(text);
                assertThat(answer.headers()).containsEntry("connection", "close");
                assertThat(connection.isClosed()).isTrue();
            }
            try (Connection connection = extender.connect()) {
                connection.send("POST /filter HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
                for (int i = 0; i < 8; i++) {
                    connection.send("2710\r\n" + " ".repeat(10_000) + "\r\n");
                }
                Answer answer = connection.receive();
                assertThat(answer.status()).isEqualTo(413);
                assertThat(answer.body()).isEqualTo(text);
            }
            try (Connection connection = extender.connect()) {
                assertThat(connection
                                .post("prioritize", offer(pod("p", "gpu", "1"), "n1") + " ".repeat(69_000))
                                .status())
                        .as("just below the limit")
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void bodyThatIsTooSlow() throws Exception {
        try (Extender extender =
                new Extender(Cluster.of(Settings.with(limits -> limits.bodyMillis(150)), Cluster.HGX))) {
            try (Connection connection = extender.connect()) {
                connection.send("POST /filter HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{\"Pod");
                Answer answer = connection.receive();
                assertThat(answer.status()).isEqualTo(408);
                assertThat(answer.body())
                        .isEqualTo("{\"Error\":\"the body took longer than 150 ms (limits.bodyMillis)\"}");
                assertThat(connection.isClosed()).isTrue();
            }
            assertThat(extender.post("prioritize", offer(pod("p", "gpu", "1"), "n1"))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void callerThatGoesAwayLeavesNothingBehind() throws Exception {
        try (Extender extender =
                new Extender(Cluster.of(Settings.with(limits -> limits.inFlightRequests(4)), Cluster.HGX))) {
            for (int i = 0; i < 40; i++) {
                int before = extender.calls();
                try (Connection connection = extender.connect()) {
                    connection.send("POST /filter HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{\"Pod");
                }
                while (extender.calls() == before) {
                    Thread.onSpinWait();
                }
            }
            assertThat(extender.post("prioritize", offer(pod("p", "gpu", "1"), "n1"))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void moreCallsThanAllowedAtOnce() throws Exception {
        try (Extender extender =
                new Extender(Cluster.of(Settings.with(limits -> limits.inFlightRequests(3)), Cluster.HGX))) {
            List<Connection> waiting = new ArrayList<>();
            byte[] whole =
                    Connection.request("POST", "/filter", offer(pod("p"), "n1").getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < 3; i++) {
                waiting.add(extender.connect());
                waiting.getLast().send(new String(whole, 0, whole.length - 1, StandardCharsets.UTF_8));
            }
            Answer answer = extender.post("filter", offer(pod("p"), "n1"));
            for (int i = 0; i < 100 && answer.status() == 200; i++) {
                answer = extender.post("filter", offer(pod("p"), "n1"));
            }
            assertThat(answer.status()).isEqualTo(429);
            assertThat(answer.body()).isEqualTo("{\"Error\":\"too many requests in work (limits.inFlightRequests)\"}");
            for (Connection connection : waiting) {
                connection.send("}");
                assertThat(connection.receive().status()).isEqualTo(200);
                connection.close();
            }
            assertThat(extender.post("filter", offer(pod("p"), "n1")).status()).isEqualTo(200);
        }
    }

    @Test
    void bodiesAreBoundedTogether() throws Exception {
        try (Extender extender =
                new Extender(Cluster.of(Settings.with(limits -> limits.bodyBytes(70_000)), Cluster.HGX))) {
            List<Connection> waiting = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                waiting.add(extender.connect());
                waiting.getLast().send("POST /filter HTTP/1.1\r\nHost: localhost\r\nContent-Length: 70000\r\n\r\n{");
            }
            Answer answer = extender.post("bind", Bodies.bind("p", "n1"));
            for (int i = 0; i < 1_000 && answer.status() == 200; i++) {
                answer = extender.post("bind", Bodies.bind("p", "n1"));
            }
            assertThat(answer.status()).isEqualTo(429);
            assertThat(answer.body())
                    .isEqualTo("{\"Error\":\"the bodies of the requests in work are larger than 280000 bytes"
                            + " (four times limits.bodyBytes, or a quarter of the heap)\"}");
            int before = extender.calls();
            for (Connection connection : waiting) {
                connection.close();
            }
            while (extender.calls() < before + 4) {
                Thread.onSpinWait();
            }
            assertThat(extender.post("bind", Bodies.bind("p", "n1")).status()).isEqualTo(200);
        }
    }

    @Test
    void nothingIsDecidedBeforeTheClusterIsKnown() throws Exception {
        try (Extender extender = new Extender(Cluster.unsynced(Cluster.HGX))) {
            for (String verb : List.of("filter", "prioritize", "bind", "preempt")) {
                Answer answer = extender.post(verb, BODY);
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.body())
                        .isEqualTo("{\"Error\":\"not synced yet: the cluster's nodes are not all known\"}");
            }
            extender.cluster().keeper().markSynced();
            assertThat(extender.post("filter", BODY).status()).isEqualTo(200);
        }
    }

    @Test
    void judgingThatTakesTooLongIsAnError() throws Exception {
        AtomicLong now = new AtomicLong();
        Cluster cluster = Cluster.of(manyMachines(200)).timedBy(() -> now.addAndGet(100_000_000));
        try (Extender extender = new Extender(cluster)) {
            Answer answer = extender.post("filter", offerUpTo(pod("p", "gpu", "9"), 200));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body())
                    .matches("\\{\"Error\":\"there was no time to judge [0-9]+ nodes, and no other fits"
                            + " \\(limits.judgingMillis\\)\"}");
            assertThat(extender.post("filter", offerUpTo(pod("p", "gpu", "8"), 200))
                            .body())
                    .as("a node that was judged in time and fits will do")
                    .startsWith("{\"NodeNames\":[\"n");
            for (int i = 0; i < 100 && !answer.body().startsWith("{\"NodeNames\":[]"); i++) {
                answer = extender.post("filter", offerUpTo(pod("p", "gpu", "9"), 200));
            }
            assertThat(answer.body()).as("each attempt judges some more").startsWith("{\"NodeNames\":[]");
        }
    }

    private static String[] manyMachines(int count) {
        String[] machines = new String[count];
        Arrays.fill(machines, Cluster.HGX);
        return machines;
    }
}
