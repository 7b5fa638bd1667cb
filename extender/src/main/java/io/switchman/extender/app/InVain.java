package io.switchman.extender.app;

import io.switchman.topology.state.Claim;
import io.switchman.topology.state.ClusterState;
import io.switchman.topology.state.Hold;
import io.switchman.topology.state.Node;
import io.switchman.topology.state.NodeView;
import io.switchman.topology.state.PodId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Pods for which no eviction made room, each with the nodes that were candidates. There may never be room for them without evictions, so
 * they are to be tried again when something left one of those nodes. The scheduler lets itself be told so only if we refused the
 * pod on some node in the same attempt; where its own counts refused all nodes, a pod's annotation wakes nobody. Used on the writer's
 * thread only.
 */
final class InVain {
    private final Map<PodId, Looked> pods = new HashMap<>();

    /** What was looked at, and the state up to which it was. */
    private record Looked(Set<String> nodes, ClusterState state) {}

    void add(PodId pod, Set<String> nodes, ClusterState state) {
        pods.put(pod, new Looked(Set.copyOf(nodes), state));
    }

    void remove(PodId pod) {
        pods.remove(pod);
    }

    /**
     * Pods to be tried again. From then on counts what changes after this state.
     *
     * @param waits pods for which it does not hold are forgotten
     */
    List<PodId> due(ClusterState now, Predicate<PodId> waits) {
        pods.keySet().removeIf(waits.negate());
        List<PodId> due = new ArrayList<>();
        // Almost all were looked at up to the same state, and few nodes changed since.
        Map<ClusterState, Set<String>> losers = new HashMap<>();
        pods.forEach((pod, looked) -> {
            Set<String> lost = losers.computeIfAbsent(looked.state(), before -> losers(before, now));
            if (lost.stream().anyMatch(looked.nodes()::contains)) {
                due.add(pod);
            }
        });
        pods.replaceAll((_, looked) -> new Looked(looked.nodes(), now));
        return due;
    }

    private static Set<String> losers(ClusterState before, ClusterState now) {
        return ChangedNodes.names(before, now).stream()
                .filter(name -> hasLost(before.view(name), now.view(name)))
                .collect(Collectors.toSet());
    }

    /** Whether something that was in a pod's way may be gone. What only came makes nothing better. */
    private static boolean hasLost(@Nullable NodeView before, @Nullable NodeView after) {
        return after instanceof NodeView.Known(Node now) && hasLost(before, now);
    }

    private static boolean hasLost(@Nullable NodeView before, Node now) {
        return !(before instanceof NodeView.Known(Node was))
                || !now.machine().equals(was.machine())
                || !new HashSet<>(now.claims()).containsAll(was.claims())
                || !firm(now).containsAll(firm(was))
                || IntStream.range(0, now.machine().ports().size())
                        .anyMatch(
                                port -> now.free().isUsable(port) && !was.free().isUsable(port));
    }

    private static Set<Claim> firm(Node node) {
        return node.holds().stream().filter(Hold::isFirm).map(Hold::claim).collect(Collectors.toSet());
    }
}
