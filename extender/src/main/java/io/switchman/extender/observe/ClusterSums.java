package io.switchman.extender.observe;

import io.switchman.topology.model.Machine;
import io.switchman.topology.model.RailId;
import io.switchman.topology.model.VfSource;
import io.switchman.topology.state.ClusterState;
import io.switchman.topology.state.Node;
import io.switchman.topology.state.NodeShape;
import io.switchman.topology.state.NodeView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A cluster in a few numbers, by the values of {@link Label}. */
final class ClusterSums {
    private final Map<String, Long> nodes = zeros(Label.VIEW.allowed());
    private final Map<String, Long> gpus = zeros(Label.GPU_STATE.allowed());
    private final Map<String, Map<String, Long>> vfs = new TreeMap<>();

    ClusterSums(ClusterState state) {
        for (int slot = 0; slot < state.directory().size(); slot++) {
            switch (state.view(slot)) {
                case NodeView.Known(Node node) -> add("known", node);
                case NodeView.Stale(Node node, long _) -> add("stale", node);
                case NodeView.Unknown _ -> nodes.merge("unknown", 1L, Long::sum);
            }
        }
    }

    Map<String, Long> nodes() {
        return nodes;
    }

    Map<String, Long> gpus() {
        return gpus;
    }

    /** VFs by rail and state; rails that no port is on are left out. */
    Map<String, Map<String, Long>> vfs() {
        return vfs;
    }

    private void add(String view, Node node) {
        nodes.merge(view, 1L, Long::sum);
        NodeShape free = node.free();
        NodeShape open = node.open();
        long unclaimed = Integer.bitCount(free.freeGpus());
        long untouched = Integer.bitCount(open.freeGpus());
        Machine machine = node.machine();
        gpus.merge("free", untouched, Long::sum);
        gpus.merge("held", unclaimed - untouched, Long::sum);
        gpus.merge("claimed", machine.gpus().size() - unclaimed, Long::sum);
        for (int source = 0; source < machine.sources().size(); source++) {
            addVfs(node, source, free.freeVfs(source), open.freeVfs(source), free);
        }
    }

    private void addVfs(Node node, int source, long unclaimed, long untouched, NodeShape shape) {
        Machine machine = node.machine();
        VfSource from = machine.sources().get(source);
        Map<String, Long> states = vfs.computeIfAbsent(
                rail(machine.ports().get(from.port()).rail()), _ -> zeros(Label.VF_STATE.allowed()));
        states.merge(shape.isUsable(from.port()) ? "free" : "unusable", untouched, Long::sum);
        states.merge("held", unclaimed - untouched, Long::sum);
        states.merge("claimed", node.existingVfs(source) - unclaimed, Long::sum);
    }

    private static String rail(@Nullable RailId rail) {
        return rail == null ? "none" : rail.index() < Label.RAILS ? Integer.toString(rail.index()) : "other";
    }

    private static Map<String, Long> zeros(List<String> values) {
        Map<String, Long> zeros = new LinkedHashMap<>();
        values.forEach(value -> zeros.put(value, 0L));
        return zeros;
    }
}
