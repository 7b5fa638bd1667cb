package io.switchman.events.kube.facts;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.events.kube.facts.LabelSelector.Operator;
import io.switchman.events.kube.facts.LabelSelector.Requirement;
import io.switchman.topology.kubelet.KubeletRelease;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What facts say of themselves. */
class RulesTest {
    @ParameterizedTest
    @CsvSource({"v1.35.9, BEFORE_1_36", "v1.36.0-alpha.1, FROM_1_36", "1.37.0+k3s1, FROM_1_36", "v1.9.0, BEFORE_1_36"})
    void aVersionTellsTheKubeletsRules(String text, KubeletRelease release) {
        assertThat(Objects.requireNonNull(KubeletVersion.parse(text)).release()).isEqualTo(release);
    }

    @ParameterizedTest
    @CsvSource({"v2.0.0", "latest", "v1", "v1.x", "''"})
    void otherTextsAreNoVersion(String text) {
        assertThat(KubeletVersion.parse(text)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "IN, a, true",
        "IN, z, false",
        "IN, , false",
        "NOT_IN, a, false",
        "NOT_IN, z, true",
        "NOT_IN, , true",
        "EXISTS, a, true",
        "EXISTS, , false",
        "DOES_NOT_EXIST, a, false",
        "DOES_NOT_EXIST, , true",
    })
    void aSelectorComparesLabels(Operator operator, String value, boolean matches) {
        Map<String, String> labels = value == null ? Map.of("l", "1") : Map.of("l", "1", "k", value);
        Requirement requirement = new Requirement("k", operator, Set.of("a", "b"));

        assertThat(new LabelSelector(Map.of("l", "1"), List.of(requirement)).matches(labels))
                .isEqualTo(matches);
        assertThat(new LabelSelector(Map.of("l", "2"), List.of(requirement)).matches(labels))
                .isFalse();
    }

    @Test
    void aBudgetCountsItsOwnPodsOnce() {
        LabelSelector web = new LabelSelector(Map.of("app", "web"), List.of());
        BudgetFacts budget = new BudgetFacts("ns", "b", web, 1, Set.of("gone"));

        assertThat(budget.counts("ns", "p", Map.of("app", "web"))).isTrue();
        assertThat(budget.counts("ns", "gone", Map.of("app", "web"))).isFalse();
        assertThat(budget.counts("other", "p", Map.of("app", "web"))).isFalse();
        assertThat(new BudgetFacts("ns", "b", new LabelSelector(Map.of(), List.of()), 1, Set.of())
                        .counts("ns", "p", Map.of()))
                .isFalse();
        assertThat(new BudgetFacts("ns", "b", null, 1, Set.of()).counts("ns", "p", Map.of()))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "TopologyAffinityError, true",
        "UnexpectedAdmissionError, true",
        "OutOfnvidia.com/gpu, true",
        "Evicted, false"
    })
    void somePodsAreRefusedByTheirKubelet(String reason, boolean admission) {
        assertThat(new PodFailure(reason, "").isAdmission()).isEqualTo(admission);
    }

    @Test
    void aMachineTypeWithoutSelectorDescribesNoNode() {
        assertThat(new MachineTypeFacts("t", Map.of(), 0, null, List.of()).describes(Map.of("a", "b")))
                .isFalse();
        assertThat(new MachineTypeFacts("t", Map.of("a", "b"), 0, null, List.of())
                        .describes(Map.of("a", "b", "c", "d")))
                .isTrue();
    }
}
