package io.switchman.extender.app;

import io.switchman.extender.config.Limit;
import io.switchman.topology.kubelet.KubeletSetup;
import io.switchman.topology.model.Machine;
import io.switchman.topology.placement.Request;
import io.switchman.topology.state.Node;
import io.switchman.topology.state.NodeView;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Nodes whose kubelets failed pods: whoever asks the same is kept away for a while, each time twice as long, or the owner of the
 * dead pod would send one after another there. It depends on time, so it is no matter of the core.
 *
 * <p>Changed on the writer's thread; any thread may ask.
 */
public final class FailedAdmissions {
    static final long FIRST_NANOS = TimeUnit.SECONDS.toNanos(10);
    static final long MOST_NANOS = TimeUnit.MINUTES.toNanos(10);

    /** So long after the last failure the next one is the first. */
    static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(30);

    private final StateKeeper keeper;
    private final int capacity;
    private final Tally tally;

    /** The one that failed longest ago first. */
    private final Map<Pair, Failure> failures = new LinkedHashMap<>();

    /** The same by request, made anew with each change. */
    private volatile Map<Request, Map<String, Failure>> byRequest = Map.of();

    /**
     * None so far.
     *
     * @param capacity most pairs that are remembered, 1 or more
     */
    public FailedAdmissions(StateKeeper keeper, int capacity, Tally tally) {
        this.keeper = keeper;
        this.capacity = capacity;
        this.tally = tally;
    }

    private record Pair(String node, Request request) {}

    /**
     * What is remembered of a node and a request.
     *
     * @param nanos how long the node is kept from such pods
     * @param lastNanos when a pod failed last
     * @param untilNanos until when it is kept from them
     * @param machine the node's machine, or null where it is not known
     * @param kubelet how its kubelet was set up, or null
     */
    private record Failure(
            long nanos,
            long lastNanos,
            long untilNanos,
            @Nullable Machine machine,
            @Nullable KubeletSetup kubelet) {
        @SuppressWarnings(
                "ReferenceEquality") // a machine that did not change is the same object, see ClusterEvent.NodeSeen
        boolean isOf(@Nullable Node node) {
            return node == null
                    ? machine == null
                    : machine == node.machine() && node.kubelet().equals(kubelet);
        }
    }

    /**
     * A kubelet failed a pod.
     *
     * @return for how many nanoseconds from now the node is kept from such pods
     */
    long failed(String name, Request request) {
        tally.admissionFailed();
        Pair pair = new Pair(name, request);
        long now = keeper.nowNanos();
        forget();
        Failure before = failures.remove(pair);
        Node node = node(name);
        Failure next;
        if (before == null || !before.isOf(node)) {
            next = failure(FIRST_NANOS, now, node);
        } else if (now - before.untilNanos() < 0) {
            // Another one of those that were on their way already.
            next = failure(before.nanos(), now, node);
        } else {
            next = failure(Math.min(MOST_NANOS, 2 * before.nanos()), now, node);
        }
        failures.put(pair, next);
        if (failures.size() > capacity) {
            failures.remove(failures.keySet().iterator().next());
            tally.limitHit(Limit.FAILED_ADMISSIONS, 1);
        }
        publish();
        return next.nanos();
    }

    private static Failure failure(long nanos, long now, @Nullable Node node) {
        return new Failure(
                nanos, now, now + nanos, node == null ? null : node.machine(), node == null ? null : node.kubelet());
    }

    /** Drops what is too old to count. */
    void forget() {
        long now = keeper.nowNanos();
        int before = failures.size();
        Iterator<Failure> oldest = failures.values().iterator();
        while (oldest.hasNext() && now - oldest.next().lastNanos() > QUIET_NANOS) {
            oldest.remove();
        }
        if (failures.size() != before) {
            publish();
        }
    }

    private void publish() {
        Map<Request, Map<String, Failure>> all = new HashMap<>();
        failures.forEach((pair, failure) ->
                all.computeIfAbsent(pair.request(), _ -> new HashMap<>()).put(pair.node(), failure));
        byRequest = all;
        tally.backedOff(failures.size());
    }

    /** Whether a node is kept from pods that ask this. */
    public boolean isKeptFrom(String node, Request request) {
        Map<String, Failure> of = byRequest.get(request);
        Failure failure = of == null ? null : of.get(node);
        return failure != null && keeper.nowNanos() - failure.untilNanos() < 0 && failure.isOf(node(node));
    }

    /** Nodes that are kept from pods that ask this; mostly none. */
    public Set<String> keptFrom(Request request) {
        Map<String, Failure> of = byRequest.get(request);
        if (of == null) {
            return Set.of();
        }
        Set<String> names = new HashSet<>(of.keySet());
        names.removeIf(name -> !isKeptFrom(name, request));
        return names;
    }

    private @Nullable Node node(String name) {
        return switch (keeper.state().view(name)) {
            case NodeView.Known(Node node) -> node;
            case NodeView.Stale(Node node, long _) -> node;
            case NodeView.Unknown _ -> null;
            case null -> null;
        };
    }
}
