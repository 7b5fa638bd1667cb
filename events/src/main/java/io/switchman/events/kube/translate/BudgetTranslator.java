package io.switchman.events.kube.translate;

import io.switchman.events.kube.facts.BudgetFacts;
import io.switchman.events.kube.facts.LabelSelector;
import io.switchman.events.kube.facts.LabelSelector.Operator;
import io.switchman.events.kube.facts.LabelSelector.Requirement;
import io.switchman.events.kube.facts.ObjectKey;
import io.switchman.events.kube.json.JsonFields;
import io.switchman.events.kube.json.Projection;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** PodDisruptionBudget, of policy/v1. */
public final class BudgetTranslator implements Translator<BudgetFacts> {
    private static final int MAX_LABELS = 256;
    private static final int MAX_REQUIREMENTS = 256;
    private static final int MAX_VALUES = 1024;
    /** Source: {@code MaxDisruptedPodSize} in the eviction registry of the API server is 2000. */
    private static final int MAX_DISRUPTED = 2000;

    private static final Map<String, Operator> OPERATORS = new TreeMap<>(Map.of(
            "In", Operator.IN,
            "NotIn", Operator.NOT_IN,
            "Exists", Operator.EXISTS,
            "DoesNotExist", Operator.DOES_NOT_EXIST));

    /** What is read of a PodDisruptionBudget. */
    public Projection.Fields projection() {
        return Projection.fields()
                .and("metadata", Metadata.IDENTITY)
                .and("spec", Projection.fields("selector"))
                .and("status", Projection.fields("disruptionsAllowed", "disruptedPods"));
    }

    @Override
    public BudgetFacts translate(ObjectKey key, JsonFields object) {
        JsonFields spec = object.child("spec");
        JsonFields status = object.child("status");
        Set<String> disrupted = new LinkedHashSet<>();
        for (String pod : status.child("disruptedPods").names()) {
            if (disrupted.size() < MAX_DISRUPTED) {
                disrupted.add(pod);
            }
        }
        return new BudgetFacts(
                key.namespace(),
                key.name(),
                spec.has("selector") ? selector(spec.child("selector")) : null,
                status.number("disruptionsAllowed", 0, 0, Integer.MAX_VALUE),
                disrupted);
    }

    /** The selector, or null if a part of it is wrong: with a part left out it would mean other pods. */
    private static @Nullable LabelSelector selector(JsonFields selector) {
        Map<String, String> labels = selector.map("matchLabels", MAX_LABELS, name -> true);
        List<JsonFields> all = selector.each("matchExpressions", MAX_REQUIREMENTS);
        boolean wrong = all.size()
                < selector.list("matchExpressions", Integer.MAX_VALUE).size();
        for (String name : selector.child("matchLabels").names()) {
            wrong |= !labels.containsKey(name);
        }
        List<Requirement> requirements = new ArrayList<>();
        for (JsonFields requirement : all) {
            String key = requirement.filled("key");
            Operator operator = requirement.word("operator", OPERATORS);
            List<String> values = requirement.texts("values", MAX_VALUES);
            if (key == null || operator == null || values.size() < size(requirement)) {
                wrong = true;
            } else {
                requirements.add(new Requirement(key, operator, Set.copyOf(values)));
            }
        }
        return wrong ? null : new LabelSelector(labels, requirements);
    }

    private static int size(JsonFields requirement) {
        return requirement.list("values", Integer.MAX_VALUE).size();
    }
}
