package io.switchman.extender.cli;

import io.switchman.events.cases.KubeletCase;
import io.switchman.topology.kubelet.Chance;
import io.switchman.topology.kubelet.Outcome;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** What {@code switchman predict --output json} prints for a case, in the words of the oracle's results. */
final class PredictJson {
    private PredictJson() {}

    static Map<String, Object> of(KubeletCase question, Outcome outcome) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", question.name());
        json.put("anyOrder", chance(question, outcome.anyOrder()));
        json.put("pci", chance(question, outcome.stock()));
        return json;
    }

    private static Map<String, Object> chance(KubeletCase question, Chance chance) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("class", chance.kind().name());
        json.put("p", chance.p().isPresent() ? chance.p().getAsDouble() : null);
        json.put("pairs", new TreeMap<>(chance.pairs()));
        Map<String, Double> sets = new TreeMap<>();
        chance.gpuSets().forEach((set, p) -> sets.put(PredictCommand.names(question, set), p));
        json.put("gpuSets", sets);
        return json;
    }
}
