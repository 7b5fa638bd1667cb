package io.switchman.extender.demo;

import io.switchman.extender.embedded.EmbeddedCluster;
import io.switchman.topology.kubelet.Forecast;
import io.switchman.topology.model.Locality;
import io.switchman.topology.placement.Foresight;
import io.switchman.topology.placement.Nearness;
import io.switchman.topology.state.NodeShape;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;

/**
 * The same workload without Switchman: the node with most free GPUs that has enough of everything, as kube-scheduler's
 * default scores have it, and there what the stock kubelet gives, as the dice fall.
 */
final class CountsOnly implements Cluster {
    private final Map<String, NodeShape> nodes = new HashMap<>();
    private final Map<String, Given> pods = new HashMap<>();
    private final Map<String, Locality> levels = new HashMap<>();
    private final Foresight foresight = new Foresight();
    private final CountBook book;
    private final RandomGenerator dice;

    CountsOnly(EmbeddedCluster cluster, long seed) {
        this.book = new CountBook(cluster.nodes());
        this.dice = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (EmbeddedCluster.Member member : cluster.nodes()) {
            nodes.put(member.name(), NodeShape.idle(member.machine()).with(member.kubelet()));
        }
    }

    /** Devices of a pod. */
    private record Given(String node, Foresight.Drawn devices) {}

    @Override
    public Placing place(DemoPod pod) {
        List<String> fitting = book.fitting(pod);
        if (fitting.isEmpty()) {
            return new Placing.Waits("counts: no node has enough of everything");
        }
        String name = fitting.stream()
                .max(Comparator.comparingInt(node -> book.free(node, pod.gpuName())))
                .orElseThrow();
        NodeShape node = Objects.requireNonNull(nodes.get(name));
        Foresight.Drawn drawn = foresight.draw(node, pod.request(), null, dice);
        if (drawn == null) {
            return new Placing.Waits(Placing.FAILED);
        }
        nodes.put(name, node.without(drawn.gpus(), drawn.vfs()));
        book.take(name, pod);
        pods.put(pod.uid(), new Given(name, drawn));
        Locality level = Nearness.level(node.machine(), drawn.gpus(), drawn.vfs());
        if (level != null) {
            levels.put(pod.uid(), level);
        }
        return new Placing.Goes();
    }

    @Override
    public void end(DemoPod pod) {
        @Nullable Given given = pods.remove(pod.uid());
        if (given != null) {
            Foresight.Drawn devices = given.devices();
            nodes.computeIfPresent(given.node(), (_, node) -> node.with(devices.gpus(), devices.vfs()));
            book.give(given.node(), pod);
        }
    }

    @Override
    public @Nullable Locality level(DemoPod pod) {
        return levels.get(pod.uid());
    }

    @Override
    public @Nullable Forecast forecast(DemoPod pod) {
        return null;
    }
}
