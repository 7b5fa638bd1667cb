package io.switchman.extender.demo;

import io.switchman.extender.embedded.EmbeddedCluster;
import io.switchman.extender.process.ExtenderProcess;
import io.switchman.topology.kubelet.Forecast;
import io.switchman.topology.model.Locality;
import io.switchman.topology.state.Claim;
import io.switchman.topology.state.ClusterEvent;
import io.switchman.topology.state.Node;
import io.switchman.topology.state.NodeView;
import io.switchman.topology.state.PodId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * A scheduler as kube-scheduler is one: counts resources by itself, asks filter and prioritize one pod after the other
 * over HTTP, and has pods bound in the background.
 */
final class SchedulerLoop implements Cluster {
    private static final int BINDS_UNDER_WAY = 8;

    private final ExtenderProcess process;
    private final ExtenderClient client;
    private final Recorder recorder;
    private final CountBook book;
    private final Map<String, String> nodeOf = new HashMap<>();
    private final Map<String, Locality> levels = new HashMap<>();
    private final Queue<Bind> binds = new ArrayDeque<>();
    private final List<DemoPod> returned = new ArrayList<>();

    SchedulerLoop(EmbeddedCluster cluster, ExtenderProcess process, ExtenderClient client, Recorder recorder) {
        this.process = process;
        this.client = client;
        this.recorder = recorder;
        this.book = new CountBook(cluster.nodes());
    }

    private record Bind(DemoPod pod, String node, CompletableFuture<JsonObject> answer) {}

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
        book.take(node, pod);
        nodeOf.put(pod.uid(), node);
        binds.add(new Bind(pod, node, client.bind(pod, node)));
        while (binds.size() > BINDS_UNDER_WAY) {
            finish(binds.remove());
        }
        return new Placing.Goes();
    }

    @Override
    public void end(DemoPod pod) throws IOException {
        settle();
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
    public void settle() throws IOException {
        while (!binds.isEmpty()) {
            finish(binds.remove());
        }
    }

    @Override
    public List<DemoPod> takeReturned() {
        List<DemoPod> taken = List.copyOf(returned);
        returned.clear();
        return taken;
    }

    @Override
    public @Nullable Locality level(DemoPod pod) {
        return levels.get(pod.uid());
    }

    @Override
    public @Nullable Forecast forecast(DemoPod pod) {
        return recorder.of(pod);
    }

    /** Waits for a bind and looks what the pod got. */
    private void finish(Bind bind) throws IOException {
        String error;
        try {
            error = bind.answer().join().getString("Error", "");
        } catch (CompletionException e) {
            throw new IOException("bind of " + bind.pod().name() + " failed", e);
        }
        if (!error.isEmpty()) {
            // Holds are soft: in a full cluster another pod may have been bound to the same devices first.
            nodeOf.remove(bind.pod().uid());
            book.give(bind.node(), bind.pod());
            returned.add(bind.pod());
            return;
        }
        if (process.keeper().state().view(bind.node()) instanceof NodeView.Known(Node node)) {
            Claim claim = node.claimOf(new PodId(bind.pod().uid()));
            Locality level = claim == null ? null : Devices.level(node.machine(), claim.gpus(), claim.vfs());
            if (level != null) {
                levels.put(bind.pod().uid(), level);
            }
        }
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
