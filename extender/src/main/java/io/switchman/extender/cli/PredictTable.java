package io.switchman.extender.cli;

import io.switchman.events.cases.KubeletCase;
import io.switchman.extender.explain.RemedyWords;
import io.switchman.topology.kubelet.Chance;
import io.switchman.topology.kubelet.Goal;
import io.switchman.topology.kubelet.Outcome;
import io.switchman.topology.kubelet.Remedies;
import io.switchman.topology.kubelet.Remedy;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@code switchman predict} prints for a case: the verdict in words and the likely devices. */
final class PredictTable {
    private static final int SETS = 8;

    private PredictTable() {}

    static String text(KubeletCase question, Outcome outcome) {
        TextTable table = new TextTable()
                .row(question.name())
                .row("  in any list order", words(outcome.anyOrder()))
                .row("  on a stock node", words(outcome.stock()));
        outcome.stock().gpuSets().entrySet().stream()
                .map(set -> Map.entry(PredictCommand.names(question, set.getKey()), set.getValue()))
                .filter(set -> !set.getKey().replace("|", "").isEmpty())
                .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(SETS)
                .forEach(set -> table.row("  GPUs " + set.getKey(), percent(set.getValue())));
        Remedy remedy = Remedies.cheapest(List.of(question.node()), question.pod(), Goal.paired(question.node()));
        if (remedy != null) {
            table.row("  certain with", RemedyWords.of(remedy, question.gpuIds()::get));
        }
        return table.text();
    }

    private static String words(Chance chance) {
        return switch (chance.kind()) {
            case CERTAIN -> "CERTAIN: every GPU always gets a VF on its own switch";
            case CHANCE ->
                "CHANCE: every GPU gets a VF on its own switch in "
                        + percent(chance.p().orElse(0));
            case IMPOSSIBLE -> "IMPOSSIBLE: never does every GPU get a VF on its own switch";
            case REJECTED -> "REJECTED: the kubelet refuses the pod, which is then dead";
            case UNKNOWN -> "UNKNOWN: not all that may happen can be told";
        };
    }

    private static String percent(double p) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * p);
    }
}
