package io.switchman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.e2e.fleet.Fleet;
import io.switchman.e2e.fleet.PlayedNode;
import io.switchman.e2e.plane.Caller;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * How long it takes from a change at the API server until Switchman decides by it. The clock starts before the change is asked for,
 * and stops once an answer that was asked for again and again is another one; so both calls are in the figures.
 */
class LatencyTest {
    private static final int NODES = Integer.getInteger("scale.nodes", 24);
    private static final int ROUNDS = Integer.getInteger("latency.rounds", 100);
    private static final double MOST_MILLIS = 1_000;
    private static final long GIVE_UP_NANOS = 30_000_000_000L;
    private static final String PODS = "/api/v1/namespaces/default/pods";

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void decisionsFollowTheClusterAtOnce() throws Exception {
        String[] names =
                IntStream.range(0, NODES).mapToObj("node-%05d"::formatted).toArray(String[]::new);
        try (BurstStage stage = BurstStage.open(BurstStage.Setup.enforcing("latency"), Fleet.of("hgx-h100", names))) {
            List<PlayedNode> nodes = List.copyOf(stage.fleet().nodes().values());
            Latencies comes = new Latencies();
            Latencies goes = new Latencies();
            Latencies down = new Latencies();
            Latencies up = new Latencies();
            for (int round = 0; round < ROUNDS; round++) {
                PlayedNode node = nodes.get(round * 7 % NODES);
                occupy(stage, node.name(), round, comes, goes);
                down.add(links(stage, node, 2 * round + 2, 0));
                up.add(links(stage, node, 2 * round + 3, -1));
            }
            System.out.printf(
                    "latency: %d nodes: filter refuses after a pod took the node: %s; passes after it was deleted: %s; refuses after a"
                            + " link went down: %s; passes after it came up: %s%n",
                    NODES, comes, goes, down, up);
            for (Latencies each : List.of(comes, goes, down, up)) {
                assertThat(each.percentile(99)).as("p99 in ms").isLessThan(MOST_MILLIS);
            }
        }
    }

    /** Somebody else binds a pod that takes all GPUs, and deletes it. */
    private void occupy(BurstStage stage, String node, int round, Latencies comes, Latencies goes) {
        JsonObject limits = new JsonObject().put("nvidia.com/gpu", "8");
        JsonObject pod = Workload.pod("taker-" + round, new JsonObject(), limits);
        pod.getJsonObject("spec").put("nodeName", node);
        long start = System.nanoTime();
        JsonObject created = stage.create(pod);
        await("a pod", () -> !passes(stage, node));
        comes.add(System.nanoTime() - start);
        // What it got must be settled, or the deletion would race with the kubelet.
        stage.await(created, "running", now -> EndState.phase(now).equals("Running"));
        long gone = System.nanoTime();
        Caller.Answer answer = stage.plane()
                .admin()
                .send("DELETE", PODS + "/taker-" + round, Caller.JSON, "{\"gracePeriodSeconds\":0}");
        assertThat(answer.code()).isEqualTo(200);
        await("its end", () -> passes(stage, node));
        goes.add(System.nanoTime() - gone);
    }

    /** The agent reports links; the time until filter knows. */
    private long links(BurstStage stage, PlayedNode node, long sequence, int downPort) {
        long start = System.nanoTime();
        stage.fleet().link(stage.plane().admin(), node, sequence, downPort);
        await("a link", () -> passes(stage, node.name()) == downPort < 0);
        return System.nanoTime() - start;
    }

    private static void await(String what, BooleanSupplier so) {
        long start = System.nanoTime();
        while (!so.getAsBoolean()) {
            if (System.nanoTime() - start > GIVE_UP_NANOS) {
                throw new AssertionError("waited in vain for filter to know of " + what);
            }
        }
    }

    /** Whether a pod that asks for a GPU and a VF of rail 0 may go to a node. Without UID nothing is held for it. */
    private boolean passes(BurstStage stage, String node) {
        JsonObject limits = new JsonObject().put("nvidia.com/gpu", "1").put("nvidia.com/sriov_rdma_vf_port0", "1");
        JsonObject args = new JsonObject()
                .put("Pod", Workload.pod("asks", new JsonObject(), limits))
                .put("Nodes", null)
                .put("NodeNames", new JsonArray().add(node));
        HttpRequest request = HttpRequest.newBuilder(stage.switchman().verbs().resolve("/filter"))
                .header("Content-Type", Caller.JSON)
                .POST(HttpRequest.BodyPublishers.ofString(args.encode()))
                .build();
        try {
            String text = client.send(request, BodyHandlers.ofString()).body();
            JsonObject answer = new JsonObject(text);
            assertThat(answer.getString("Error", "")).as(text).isEmpty();
            JsonArray passing = answer.getJsonArray("NodeNames");
            return passing != null && passing.contains(node);
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
