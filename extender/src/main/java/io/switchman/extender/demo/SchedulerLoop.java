package io.switchman.extender.demo;

import io.switchman.extender.embedded.EmbeddedCluster;
import io.switchman.extender.process.ExtenderProcess;
import io.switchman.topology.kubelet.Forecast;
import io.switchman.topology.model.Locality;
import io.switchman.topology.placement.Nearness;
import io.switchman.topology.state.Claim;
import io.switchman.topology.state.ClusterEvent;
import io.switchman.topology.state.Node;
import io.switchman.topology.state.NodeView;
import io.switchman.topology.state.PodId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A scheduler as kube-scheduler is one: counts resources by itself, asks filter and prioritize one pod after the other
 * over HTTP, and has each pod bound before the next comes, so that the same seed gives the same table.
 */
final class SchedulerLoop implements Cluster {
    private final ExtenderProcess process;
    private final ExtenderClient client;
    private final Recorder recorder;
    private final CountBook book;
    private final Map<String, String> nodeOf = new HashMap<>();
    private final Map<String, Locality> levels = new HashMap<>();

    SchedulerLoop(EmbeddedCluster cluster, ExtenderProcess process, ExtenderClient client, Recorder recorder) {
        this.process = process;
        this.client = client;
        this.recorder = recorder;
        this.book = new CountBook(cluster.nodes());
    }

    @Override
    public Placing place(DemoPod pod) throws IOException {
        List<String> fitting = book.fitting(pod);
        if (fitting.isEmpty()) {
            return new Placing.Waits("counts: no node has enough of everything");
        }
        JsonObject filtered = client.filter(pod.json(), fitting);
        JsonArray names = filtered.getJsonArray("NodeNames");
        if (names == null || names.isEmpty()) {
            return new Placing.Waits("Switchman: " + mostCommon(filtered));
        }
        String node = names.size() == 1 ? names.getString(0) : client.prioritize(pod.json(), names);
        String error = client.bind(pod, node);
        if (!error.isEmpty()) {
            return new Placing.Waits("Switchman: " + error);
        }
        if (!isRunning(pod, node)) {
            return new Placing.Waits(Placing.FAILED);
        }
        book.take(node, pod);
        nodeOf.put(pod.uid(), node);
        return new Placing.Goes();
    }

    @Override
    public void end(DemoPod pod) throws IOException {
        @Nullable String node = nodeOf.remove(pod.uid());
        if (node != null) {
            book.give(node, pod);
            process.submit(List.of(new ClusterEvent.PodReleased(new PodId(pod.uid()))))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        }
    }

    @Override
    public @Nullable Locality level(DemoPod pod) {
        return levels.get(pod.uid());
    }

    @Override
    public @Nullable Forecast forecast(DemoPod pod) {
        return recorder.of(pod);
    }

    /** Looks what a bound pod got; whether it is still there. */
    private boolean isRunning(DemoPod pod, String nodeName) {
        if (!(process.keeper().state().view(nodeName) instanceof NodeView.Known(Node node))) {
            return false;
        }
        Claim claim = node.claimOf(new PodId(pod.uid()));
        Locality level = claim == null ? null : Nearness.level(node.machine(), claim.gpus(), claim.vfs());
        if (level != null) {
            levels.put(pod.uid(), level);
        }
        return claim != null;
    }

    private static String mostCommon(JsonObject filtered) {
        Map<String, Integer> counts = new HashMap<>();
        JsonObject reasons = filtered.getJsonObject("FailedAndUnresolvableNodes", new JsonObject())
                .mergeIn(filtered.getJsonObject("FailedNodes", new JsonObject()));
        reasons.forEach(entry -> counts.merge(String.valueOf(entry.getValue()), 1, Integer::sum));
        return counts.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse("no reason given");
    }
}
