package io.switchman.events.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.events.kube.facts.Fact;
import io.switchman.events.kube.facts.PodFacts;
import io.switchman.events.kube.facts.TopologyFacts;
import io.switchman.events.kube.feed.Kind;
import io.switchman.events.kube.feed.Translated;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each object in the resources against the text beside it. With {@code -Dupdate-golden} the texts are written anew, to be
 * read before they are committed.
 */
class TranslationTest {
    private static final ClusterKinds KINDS = Fixtures.kinds();

    static Stream<Arguments> fixtures() {
        return Stream.of(
                Arguments.of("node", KINDS.nodes()),
                Arguments.of("node-garbled", KINDS.nodes()),
                Arguments.of("pod", KINDS.pods()),
                Arguments.of("pod-failed", KINDS.pods()),
                Arguments.of("pod-workload", KINDS.pods()),
                Arguments.of("pod-garbled", KINDS.pods()),
                Arguments.of("topology", KINDS.topologies()),
                Arguments.of("topology-garbled", KINDS.topologies()),
                Arguments.of("machine-type", KINDS.machineTypes()),
                Arguments.of("machine-type-xml", KINDS.machineTypes()),
                Arguments.of("machine-type-garbled", KINDS.machineTypes()),
                Arguments.of("sriov-node", KINDS.sriovNodes()),
                Arguments.of("sriov-node-old", KINDS.sriovNodes()),
                Arguments.of("sriov-node-garbled", KINDS.sriovNodes()),
                Arguments.of("network", KINDS.networks()),
                Arguments.of("network-garbled", KINDS.networks()),
                Arguments.of("budget", KINDS.budgets()),
                Arguments.of("budget-garbled", KINDS.budgets()),
                Arguments.of("pod-group", KINDS.podGroups()),
                Arguments.of("workload", KINDS.workloads()),
                Arguments.of("coscheduling", KINDS.coschedulingGroups()));
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void tellsWhatIsExpected(String name, Kind<? extends Fact> kind) throws IOException {
        String actual = Rendering.of(Fixtures.translate(kind, name));
        if (System.getProperty("update-golden") != null) {
            Files.writeString(Path.of("src/test/resources/io/switchman/events/kube", name + ".txt"), actual);
            return;
        }

        assertThat(actual).isEqualTo(Fixtures.text(name + ".txt"));
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void theProjectionKeepsAllThatIsRead(String name, Kind<? extends Fact> kind) {
        assertThat(Rendering.of(Fixtures.translate(kind, Fixtures.whole(name))))
                .isEqualTo(Rendering.of(Fixtures.translate(kind, name)));
    }

    @Test
    void theProjectionDropsWhatIsNobodysBusiness() {
        assertThat(Fixtures.projected(Fixtures.text("pod.json"), KINDS.pods()).toString())
                .contains("switchman.io/policy")
                .doesNotContain("SECRET", "managedFields", "not for us", "volumes", "example.com/t");
    }

    @Test
    void nodesThatAreAlikeShareOneMachine() {
        TopologyFacts one = fact(Fixtures.translate(KINDS.topologies(), "topology"));
        String other =
                Fixtures.text("topology.json").replace("gpu-1", "gpu-9").replace("0000-000000000", "0000-777777777");
        TopologyFacts two = fact(Fixtures.translate(KINDS.topologies(), Fixtures.projected(other, KINDS.topologies())));

        assertThat(two.machine()).isNotNull().isSameAs(one.machine());
        assertThat(two.ids()).isNotEqualTo(one.ids());
    }

    @Test
    void theSameObjectTellsTheSame() {
        PodFacts one = fact(Fixtures.translate(KINDS.pods(), "pod"));

        assertThat(fact(Fixtures.translate(KINDS.pods(), "pod"))).isEqualTo(one);
        assertThat(KINDS.pods().wanted().test(one)).isTrue();
    }

    private static <T extends Fact> T fact(Translated<T> translated) {
        return Objects.requireNonNull(translated.fact());
    }
}
