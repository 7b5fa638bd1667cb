package io.switchman.extender.explain;

import static io.switchman.extender.explain.ExplanationJson.array;

import io.switchman.topology.model.Machine;
import io.switchman.topology.model.Port;
import io.switchman.topology.model.VfSource;
import io.switchman.topology.state.Claim;
import io.switchman.topology.state.ClusterState;
import io.switchman.topology.state.Hold;
import io.switchman.topology.state.Node;
import io.switchman.topology.state.NodeView;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Writes what we know of nodes: their devices, and who has them. */
public final class StateJson {
    private StateJson() {}

    /**
     * A state as JSON.
     *
     * @param slots nodes to show
     * @param truncated whether there are more
     * @param nowNanos the time on the clock that holds are measured by
     */
    public static JsonObject of(ClusterState state, List<Integer> slots, boolean truncated, long nowNanos) {
        return new JsonObject()
                .put("generation", state.generation())
                .put("nodeCount", state.directory().size())
                .put("podCount", state.pods())
                .put("holdCount", state.holds())
                .put("nodes", array(slots, slot -> view(state.view(slot), nowNanos)))
                .put("truncated", truncated);
    }

    private static JsonObject view(NodeView view, long nowNanos) {
        JsonObject json = new JsonObject().put("node", view.name());
        return switch (view) {
            case NodeView.Known(Node node) -> node(json.put("view", "known"), node, nowNanos);
            case NodeView.Stale(Node node, long since) ->
                node(json.put("view", "stale").put("staleMillis", millis(nowNanos - since)), node, nowNanos);
            case NodeView.Unknown _ -> json.put("view", "unknown");
        };
    }

    private static JsonObject node(JsonObject json, Node node, long nowNanos) {
        Machine machine = node.machine();
        return json.put("machine", machine.name())
                .put(
                        "gpus",
                        new JsonObject()
                                .put("total", machine.gpus().size())
                                .put("unclaimed", gpus(machine, node.free().freeGpus()))
                                .put("free", gpus(machine, node.open().freeGpus())))
                .put("ports", ports(node))
                .put(
                        "claims",
                        array(node.claims(), claim -> claim(machine, claim).put("settled", claim.isExact())))
                .put("holds", array(node.holds(), hold -> hold(machine, hold, nowNanos)));
    }

    private static JsonArray ports(Node node) {
        Machine machine = node.machine();
        JsonArray ports = new JsonArray();
        for (int i = 0; i < machine.ports().size(); i++) {
            Port port = machine.ports().get(i);
            ports.add(new JsonObject()
                    .put("port", port.id().toString())
                    .put("rail", ExplanationJson.rail(port))
                    .put("usable", node.free().isUsable(i))
                    .put("vfs", array(machine.sourcesOn(i), source -> pool(node, source))));
        }
        return ports;
    }

    private static JsonObject pool(Node node, int source) {
        VfSource from = node.machine().sources().get(source);
        return new JsonObject()
                .put("resource", from.pool().resource().value())
                .put("total", from.pool().total())
                .put("unclaimed", node.free().freeVfs(source))
                .put("free", node.open().offeredVfs(source));
    }

    private static JsonObject hold(Machine machine, Hold hold, long nowNanos) {
        return claim(machine, hold.claim())
                .put("firm", hold.isFirm())
                .put("endsInMillis", millis(hold.deadlineNanos() - nowNanos));
    }

    private static JsonObject claim(Machine machine, Claim claim) {
        int[] vfs = claim.vfs();
        List<Integer> taken = IntStream.range(0, vfs.length)
                .filter(source -> vfs[source] > 0)
                .boxed()
                .toList();
        return new JsonObject()
                .put("pod", claim.podName())
                .put("uid", claim.pod().uid())
                .put("priority", claim.priority())
                .put("gpus", gpus(machine, claim.gpus()))
                .put("vfs", array(taken, source -> taken(machine.sources().get(source), machine, vfs[source])));
    }

    private static JsonObject taken(VfSource source, Machine machine, int count) {
        return new JsonObject()
                .put("port", machine.ports().get(source.port()).id().toString())
                .put("resource", source.pool().resource().value())
                .put("count", count);
    }

    private static JsonArray gpus(Machine machine, int bits) {
        JsonArray gpus = new JsonArray();
        for (int i = 0; i < machine.gpus().size(); i++) {
            if ((bits >>> i & 1) != 0) {
                gpus.add(machine.gpus().get(i).address().toString());
            }
        }
        return gpus;
    }

    private static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }
}
