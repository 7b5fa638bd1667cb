package io.switchman.extender.demo;

import io.switchman.topology.kubelet.OutcomeClass;
import io.switchman.topology.model.Locality;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The table at the end of the demonstration.
 *
 * @param asked pods that came
 * @param ours what became of them with Switchman
 * @param steered what became of them with Switchman where every node follows plans
 * @param counts what became of them by counts alone
 */
public record DemoReport(int asked, Outcomes ours, Outcomes steered, Outcomes counts) {
    private static final List<String> SHAPES = List.of("1 + 1", "2 + 2", "4 + 4", "8 + 8", "uneven");
    private static final String ROW = "  %-43s %18s %18s %14s%n";

    private static final String NOTE = """

              All columns show what the kubelets gave, which choose devices by themselves. Counts alone: the
              node with most free GPUs. Switchman: the node whose kubelet is likeliest to give devices that
              are near each other. Steered: the same on nodes whose kubelet is told the planned GPUs.
              "40: 30 % -> 33 %" are 40 pods of which 30 % were expected to be in reach, and 33 % are.
            """;

    /** For people. */
    public String table() {
        StringBuilder out = new StringBuilder();
        out.append(ROW.formatted("", "Switchman", "steered nodes", "counts alone"));
        out.append(row("pods placed, of " + asked, outcomes -> Integer.toString(outcomes.placedPods())));
        out.append("%n  Placed pods with GPUs and VFs, by how near the worst pair is:%n".formatted());
        for (Locality level : Locality.values()) {
            String mark = level.allowsGpuDirect() ? "   GPUDirect" : "";
            out.append(row("  " + level + mark, outcomes -> number(outcomes.byLevel(), level)));
        }
        out.append("%n  All pairs in GPUDirect reach, by GPUs + VFs asked for:%n".formatted());
        for (String shape : SHAPES) {
            out.append(share("  " + shape, pod -> pod.shape().equals(shape)));
        }
        out.append(share("  VFs by rail, one name a port", pod -> !pod.isPooled()));
        out.append(share("  VFs from one pool over all ports", DemoPod::isPooled));
        out.append(share("  pods that require it", DemoPod::required));
        out.append(share("  all", _ -> true));
        out.append("%n  What Switchman said when it bound them, and what came of it:%n".formatted());
        for (OutcomeClass kind : List.of(OutcomeClass.CERTAIN, OutcomeClass.CHANCE, OutcomeClass.IMPOSSIBLE)) {
            out.append(row("  " + kind, outcomes -> outcomes.kept(kind).toString()));
        }
        out.append("%n  Not placed in time, and why:%n".formatted());
        Set<String> reasons = reasons();
        for (String reason : reasons) {
            List<String> lines = wrapped(reason);
            lines.subList(0, lines.size() - 1)
                    .forEach(line -> out.append("    ").append(line).append('\n'));
            out.append(row("  " + lines.getLast(), outcomes -> number(outcomes.leftOver(), reason)));
        }
        if (reasons.isEmpty()) {
            out.append("    all were placed%n".formatted());
        }
        out.append(NOTE);
        return out.toString();
    }

    private Set<String> reasons() {
        Set<String> reasons = new TreeSet<>();
        Stream.of(ours, steered, counts)
                .forEach(outcomes -> reasons.addAll(outcomes.leftOver().keySet()));
        return reasons;
    }

    private String share(String title, Predicate<DemoPod> kind) {
        return row(title, outcomes -> outcomes.share(kind).toString());
    }

    private String row(String title, Function<Outcomes, String> cell) {
        return ROW.formatted(title, cell.apply(ours), cell.apply(steered), cell.apply(counts));
    }

    /** A reason in lines that fit the first column; the numbers stand beside the last. */
    private static List<String> wrapped(String reason) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : reason.split(" ", -1)) {
            if (line.length() + word.length() >= 41) {
                lines.add(line.toString());
                line = new StringBuilder(" ");
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    /** For programs. */
    public JsonObject json() {
        return new JsonObject()
                .put("asked", asked)
                .put("switchman", json(ours))
                .put("steered", json(steered))
                .put("countsAlone", json(counts));
    }

    private static JsonObject json(Outcomes outcomes) {
        JsonObject levels = new JsonObject();
        outcomes.byLevel().forEach((level, n) -> levels.put(level.name(), n));
        JsonObject shapes = new JsonObject();
        for (String shape : SHAPES) {
            shapes.put(shape, json(outcomes.share(pod -> pod.shape().equals(shape))));
        }
        JsonObject said = new JsonObject();
        for (OutcomeClass kind : OutcomeClass.values()) {
            Outcomes.Kept kept = outcomes.kept(kind);
            said.put(
                    kind.name(),
                    new JsonObject()
                            .put("placed", kept.all())
                            .put("expected", kept.expected())
                            .put("gpuDirect", kept.near()));
        }
        JsonObject left = new JsonObject();
        outcomes.leftOver().forEach(left::put);
        return new JsonObject()
                .put("placed", outcomes.placedPods())
                .put("byLevel", levels)
                .put("byShape", shapes)
                .put("all", json(outcomes.share(_ -> true)))
                .put("byClass", said)
                .put("notPlaced", left);
    }

    private static JsonObject json(Outcomes.Share share) {
        return new JsonObject().put("placed", share.all()).put("gpuDirect", share.near());
    }

    private static <K> String number(Map<K, Integer> counts, K key) {
        int n = counts.getOrDefault(key, 0);
        return n == 0 ? "-" : Integer.toString(n);
    }
}
