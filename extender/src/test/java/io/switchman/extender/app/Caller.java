package io.switchman.extender.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.extender.wire.MalformedRequest;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Calls the verbs of a small cluster without a server. So few nodes are judged on the spot, so every answer but that of
 * preempt is there at once and everything happens on the test's thread.
 */
final class Caller {
    private final Vertx vertx;
    private final Cluster cluster;

    Caller(Vertx vertx, Cluster cluster) {
        this.vertx = vertx;
        this.cluster = cluster;
    }

    /** Names of the nodes that pass; fails if the answer is an error. */
    List<String> filter(String pod, String... nodes) throws MalformedRequest {
        JsonObject result = new JsonObject(text(cluster.filter(vertx, Bodies.offer(pod, nodes))));
        assertThat(result.getString("Error")).isEmpty();
        return result.getJsonArray("NodeNames").stream().map(String::valueOf).toList();
    }

    /** The error that filter answers with, or an empty text. */
    String filterError(String pod, String... nodes) throws MalformedRequest {
        return new JsonObject(text(cluster.filter(vertx, Bodies.offer(pod, nodes)))).getString("Error");
    }

    /** The node that gets the ten, or an empty text. */
    String prioritize(String pod, String... nodes) throws MalformedRequest {
        JsonArray result = new JsonArray(text(cluster.prioritize(vertx, Bodies.offer(pod, nodes))));
        return result.isEmpty() ? "" : result.getJsonObject(0).getString("Host");
    }

    /** The error, or an empty text if the pod is bound. */
    String bind(String uid, String node) throws MalformedRequest {
        return new JsonObject(text(cluster.bind(vertx, Bodies.bind(uid, node)))).getString("Error", "");
    }

    /** Victims by node, like {@code n1=[uid1, uid2]}. */
    String preempt(String body) throws MalformedRequest {
        Future<byte[]> answer = cluster.preempt(vertx, body);
        answer.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
        JsonObject byNode = new JsonObject(text(answer)).getJsonObject("NodeNameToMetaVictims");
        TreeMap<String, List<String>> victims = new TreeMap<>();
        for (String node : byNode.fieldNames()) {
            victims.put(
                    node,
                    byNode.getJsonObject(node).getJsonArray("Pods").stream()
                            .map(pod -> ((JsonObject) pod).getString("UID"))
                            .toList());
        }
        return victims.toString();
    }

    private static String text(Future<byte[]> answer) {
        assertThat(answer.succeeded()).as("answered at once").isTrue();
        return new String(answer.result(), StandardCharsets.UTF_8);
    }
}
