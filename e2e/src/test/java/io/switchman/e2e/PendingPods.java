package io.switchman.e2e;

import io.switchman.e2e.fleet.PlayedNode;
import io.switchman.e2e.fleet.Wanted;
import io.switchman.topology.model.ResourceName;
import io.switchman.topology.placement.Foresight;
import io.switchman.topology.placement.Judge;
import io.switchman.topology.placement.Placer;
import io.switchman.topology.placement.Request;
import io.switchman.topology.placement.Verdict;
import io.switchman.topology.state.NodeShape;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Looks at every node by its kubelet's books whether a pod that waits must wait, and whether it was told why. */
final class PendingPods {
    private final Collection<PlayedNode> nodes;
    private final Judge judge = new Judge(new Placer(), new Foresight());
    private final Map<Case, Verdict> seen = new HashMap<>();

    private record Case(NodeShape shape, Request request) {}

    PendingPods(Collection<PlayedNode> nodes) {
        this.nodes = nodes;
    }

    void check(JsonObject pod, String message, List<String> problems) {
        Request request = Wanted.request(pod);
        if (request == null) {
            problems.add(EndState.name(pod) + " asks for nothing and waits: " + message);
            return;
        }
        Map<String, Integer> reasons = new TreeMap<>();
        List<String> fitting = new ArrayList<>();
        for (PlayedNode node : nodes) {
            NodeShape free = node.free();
            List<String> lacking = lacking(free, request);
            lacking.forEach(reason -> reasons.merge(reason, 1, Integer::sum));
            if (lacking.isEmpty()) {
                switch (seen.computeIfAbsent(new Case(free, request), this::judged)) {
                    case Verdict.Fits _ -> fitting.add(node.name());
                    case Verdict.Refused(var refusal) -> reasons.merge(refusal.text(), 1, Integer::sum);
                }
            }
        }
        if (!fitting.isEmpty()) {
            problems.add("%s waits, and %s would take it; asked is %s, %s; it was told: %s"
                    .formatted(EndState.name(pod), fitting, Wanted.devices(pod), request.policy(), message));
            return;
        }
        // How many nodes had which reason is of the last attempt: that a node fills up further wakes nobody.
        if (reasons.keySet().stream().noneMatch(message::contains)) {
            problems.add("%s was told: %s; but true is: %s".formatted(EndState.name(pod), message, reasons));
        }
    }

    private Verdict judged(Case of) {
        return judge.judge(of.shape(), of.request());
    }

    /** What the scheduler counts by itself, in its words. */
    private static List<String> lacking(NodeShape free, Request request) {
        List<String> lacking = new ArrayList<>();
        if (request.gpus() != null) {
            int gpus = free.freeGpus() & free.machine().gpusNamed(request.gpus().resource());
            add(lacking, request.gpus().resource(), Integer.bitCount(gpus), request.gpuCount());
        }
        request.vfs().forEach(vf -> {
            int there = free.machine().sourcesNamed(vf.resource()).stream()
                    .mapToInt(free::freeVfs)
                    .sum();
            add(lacking, vf.resource(), there, vf.count());
        });
        return lacking;
    }

    private static void add(List<String> lacking, ResourceName name, int there, int asked) {
        if (there < asked) {
            lacking.add("Insufficient " + name.value());
        }
    }
}
