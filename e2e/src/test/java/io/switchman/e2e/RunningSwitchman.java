package io.switchman.e2e;

import io.switchman.extender.config.ConfigReader;
import io.switchman.extender.config.ExtenderConfig;
import io.switchman.extender.process.ExtenderProcess;
import io.switchman.topology.model.Machine;
import io.switchman.topology.state.ClusterEvent;
import io.switchman.topology.state.ClusterState;
import io.switchman.topology.state.PodId;
import io.vertx.core.Future;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Switchman on free ports of loopback, told of its nodes by the test. */
final class RunningSwitchman implements AutoCloseable {
    private static final long WITHIN_SECONDS = 60;

    private static final String CONFIG = """
            apiVersion: switchman.io/v1
            kind: ExtenderConfiguration
            verbs: {host: 127.0.0.1, port: 0}
            operations: {host: 127.0.0.1, port: 0}
            """;

    private final ExtenderProcess process;

    private RunningSwitchman(ExtenderProcess process) {
        this.process = process;
    }

    static RunningSwitchman over(Map<String, Machine> nodes) {
        ExtenderConfig config = switch (ConfigReader.read(CONFIG)) {
            case ConfigReader.Loaded(ExtenderConfig loaded) -> loaded;
            case ConfigReader.Rejected rejected ->
                throw new AssertionError(rejected.problems().toString());
        };
        List<ClusterEvent> seen = nodes.entrySet().stream()
                .<ClusterEvent>map(node -> new ClusterEvent.NodeSeen(node.getKey(), node.getValue()))
                .toList();
        return new RunningSwitchman(await(ExtenderProcess.start(config, seen)));
    }

    /** Where kube-scheduler calls. */
    URI verbs() {
        return URI.create("http://127.0.0.1:" + process.verbsPort());
    }

    /** The node that devices are held on for a pod, which is the one that prioritize named; null if there is none. */
    @Nullable
    String heldOn(String uid) {
        ClusterState state = process.keeper().state();
        int slot = state.slotOf(new PodId(uid));
        return slot < 0 ? null : state.view(slot).name();
    }

    @Override
    public void close() {
        await(process.close());
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(WITHIN_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("Switchman did not start or stop", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
