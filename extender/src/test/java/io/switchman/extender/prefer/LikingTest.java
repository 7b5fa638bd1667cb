package io.switchman.extender.prefer;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.events.kube.facts.Taint;
import io.switchman.extender.wire.NodePreferences;
import io.switchman.extender.wire.NodePreferences.Operator;
import io.switchman.extender.wire.NodePreferences.Requirement;
import io.switchman.extender.wire.NodePreferences.Term;
import io.switchman.extender.wire.NodePreferences.Toleration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LikingTest {
    private static final Map<String, String> LABELS = Map.of("zone", "a", "gen", "7", "big", "10", "empty", "");

    @ParameterizedTest
    @CsvSource({
        "zone, IN, b;a, true",
        "zone, IN, b, false",
        "none, IN, a, false",
        "zone, NOT_IN, b, true",
        "zone, NOT_IN, a, false",
        "none, NOT_IN, a, true",
        "empty, EXISTS, '', true",
        "none, EXISTS, '', false",
        "none, DOES_NOT_EXIST, '', true",
        "zone, DOES_NOT_EXIST, '', false",
        "big, GT, 9, true",
        "gen, GT, 7, false",
        "gen, LT, 10, true",
        "gen, LT, 7, false",
        "zone, GT, -1, false",
        "zone, LT, 1, false",
        "none, LT, 1, false"
    })
    void matchesAsTheSchedulerDoes(String key, Operator operator, String values, boolean matches) {
        List<String> list = values.isEmpty() ? List.of() : List.of(values.split(";", -1));
        Term term = new Term(40, List.of(new Requirement(key, operator, list)), List.of());
        assertThat(weight("n", term)).isEqualTo(matches ? 40 : 0);
    }

    @Test
    void aTermMatchesWhole() {
        Requirement zone = new Requirement("zone", Operator.IN, List.of("a"));
        Requirement other = new Requirement("zone", Operator.IN, List.of("b"));
        Requirement name = new Requirement("metadata.name", Operator.IN, List.of("n"));
        assertThat(weight("n", new Term(3, List.of(zone, other), List.of()))).isZero();
        assertThat(weight("n", new Term(3, List.of(zone), List.of(name)))).isEqualTo(3);
        assertThat(weight("m", new Term(3, List.of(zone), List.of(name)))).isZero();
        Requirement not = new Requirement("metadata.name", Operator.NOT_IN, List.of("n"));
        assertThat(weight("m", new Term(3, List.of(), List.of(not)))).isEqualTo(3);
    }

    @Test
    void weightsAddUp() {
        Term zone = new Term(3, List.of(new Requirement("zone", Operator.EXISTS, List.of())), List.of());
        Term gen = new Term(4, List.of(new Requirement("gen", Operator.EXISTS, List.of())), List.of());
        assertThat(weight("n", zone, gen, zone)).isEqualTo(10);
    }

    @Test
    void onlyTaintsThatAskCount() {
        assertThat(taints(List.of())).isEqualTo(2);
        assertThat(taints(List.of(new Toleration("a", false, "1")))).isEqualTo(1);
        assertThat(taints(List.of(new Toleration("a", false, "2")))).isEqualTo(2);
        assertThat(taints(List.of(new Toleration("a", true, "")))).isEqualTo(1);
        assertThat(taints(List.of(new Toleration("", false, "")))).isEqualTo(1);
        assertThat(taints(List.of(new Toleration("", true, "")))).isZero();
    }

    @Test
    void pointsAreThoseOfTheScheduler() {
        assertThat(points(30, 0, 60, 0, 0, 0)).containsExactly(100 + 300, 200 + 300, 300);
        assertThat(points(0, 3, 0, 1, 0, 0)).containsExactly(0, 3 * 67, 300);
        assertThat(points(5, 0, 5, 1)).as("a taint outweighs affinity").containsExactly(500, 200);
        assertThat(points(2, 0, 3, 0)).as("rounded down").containsExactly(2 * 66 + 300, 500);
        assertThat(points(0, 0)).containsExactly(300);
    }

    private static int weight(String node, Term... terms) {
        NodeTraits traits = new NodeTraits(LABELS, List.of());
        return new Liking(new NodePreferences(List.of(terms), List.of()))
                .of(node, traits)
                .weight();
    }

    private static int taints(List<Toleration> tolerations) {
        NodeTraits traits = new NodeTraits(
                Map.of(),
                List.of(
                        new Taint("a", "1", Taint.Effect.PREFER_NO_SCHEDULE),
                        new Taint("b", "", Taint.Effect.PREFER_NO_SCHEDULE),
                        new Taint("c", "", Taint.Effect.NO_SCHEDULE)));
        return new Liking(new NodePreferences(List.of(), tolerations))
                .of("n", traits)
                .taints();
    }

    private static int[] points(int... weightsAndTaints) {
        List<Liking.Raw> raw = new ArrayList<>();
        for (int i = 0; i < weightsAndTaints.length; i += 2) {
            raw.add(new Liking.Raw(weightsAndTaints[i], weightsAndTaints[i + 1]));
        }
        return Points.of(raw);
    }
}
