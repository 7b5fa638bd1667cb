package io.switchman.extender.demo;

import io.switchman.topology.model.Locality;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The table at the end of the demonstration.
 *
 * @param asked pods that came
 * @param ours what became of them with Switchman
 * @param counts what became of them by counts alone
 */
public record DemoReport(int asked, Outcomes ours, Outcomes counts) {
    private static final List<String> SHAPES = List.of("1 + 1", "2 + 2", "4 + 4", "8 + 8", "uneven");
    private static final String ROW = "  %-46s %14s %14s%n";

    private static final String NOTE = """

              Switchman: each pod has the devices of its plan, as on a node that follows the plan.
              Counts alone: the node with most free GPUs, and there the first free devices as a
              device plugin lists them.
            """;

    /** For people. */
    public String table() {
        StringBuilder out = new StringBuilder();
        out.append(ROW.formatted("", "Switchman", "counts alone"));
        out.append(ROW.formatted("pods placed, of " + asked, ours.placedPods(), counts.placedPods()));
        out.append("%n  Placed pods with GPUs and VFs, by how near the worst pair is:%n".formatted());
        for (Locality level : Locality.values()) {
            String mark = level.allowsGpuDirect() ? "   GPUDirect" : "";
            out.append(ROW.formatted("  " + level + mark, count(ours, level), count(counts, level)));
        }
        out.append("%n  All pairs in GPUDirect reach, by GPUs + VFs asked for:%n".formatted());
        for (String shape : SHAPES) {
            out.append(row("  " + shape, pod -> pod.shape().equals(shape)));
        }
        out.append(row("  VFs by rail, one name a port", pod -> !pod.isPooled()));
        out.append(row("  VFs from one pool over all ports", DemoPod::isPooled));
        out.append("%n  Not placed in time, and why:%n".formatted());
        Set<String> reasons = new TreeSet<>(ours.leftOver().keySet());
        reasons.addAll(counts.leftOver().keySet());
        for (String reason : reasons) {
            out.append(ROW.formatted("  " + reason, left(ours, reason), left(counts, reason)));
        }
        if (reasons.isEmpty()) {
            out.append("    all were placed%n".formatted());
        }
        out.append(NOTE);
        return out.toString();
    }

    private String row(String title, Predicate<DemoPod> kind) {
        return ROW.formatted(title, ours.share(kind), counts.share(kind));
    }

    /** For programs. */
    public JsonObject json() {
        return new JsonObject().put("asked", asked).put("switchman", json(ours)).put("countsAlone", json(counts));
    }

    private static JsonObject json(Outcomes outcomes) {
        JsonObject levels = new JsonObject();
        outcomes.byLevel().forEach((level, n) -> levels.put(level.name(), n));
        JsonObject shapes = new JsonObject();
        for (String shape : SHAPES) {
            Outcomes.Share share = outcomes.share(pod -> pod.shape().equals(shape));
            shapes.put(shape, new JsonObject().put("placed", share.all()).put("gpuDirect", share.near()));
        }
        JsonObject left = new JsonObject();
        outcomes.leftOver().forEach(left::put);
        return new JsonObject()
                .put("placed", outcomes.placedPods())
                .put("byLevel", levels)
                .put("byShape", shapes)
                .put("notPlaced", left);
    }

    private static String count(Outcomes outcomes, Locality level) {
        int n = outcomes.byLevel().getOrDefault(level, 0);
        return n == 0 ? "-" : Integer.toString(n);
    }

    private static String left(Outcomes outcomes, String reason) {
        int n = outcomes.leftOver().getOrDefault(reason, 0);
        return n == 0 ? "-" : Integer.toString(n);
    }
}
