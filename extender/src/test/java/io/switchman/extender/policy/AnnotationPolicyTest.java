package io.switchman.extender.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.switchman.extender.config.ConfigProblem;
import io.switchman.extender.config.PolicyDefaults;
import io.switchman.extender.config.PolicyDefaults.UnknownNodes;
import io.switchman.extender.policy.AnnotationPolicy.Accepted;
import io.switchman.extender.policy.AnnotationPolicy.Refused;
import io.switchman.topology.model.Locality;
import io.switchman.topology.placement.MinCertainty;
import io.switchman.topology.placement.Policy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnnotationPolicyTest {
    private static final String JOB_ALLOWED = "allowed are up to 253 letters, digits, dashes, underscores and dots,"
            + " with a letter or digit at both ends";

    @Test
    void podThatSaysNothingGetsTheDefaults() {
        var defaults = new PolicyDefaults(
                new Policy(
                        Policy.Mode.REQUIRE,
                        Locality.SAME_NUMA,
                        Policy.DistinctPorts.IGNORE,
                        new MinCertainty.Chance(0.5)),
                UnknownNodes.PASS);
        var others = Map.of("example.com/policy", "x", "topology.switchman.io/policy", "y", "switchman.iox/z", "");

        assertThat(AnnotationPolicy.read(others, defaults))
                .isEqualTo(new Accepted(new PodPolicy(defaults.policy(), UnknownNodes.PASS, null)));
    }

    @Test
    void podThatSaysEverythingGetsIt() {
        assertThat(accepted(Map.of(
                        "switchman.io/policy", "require",
                        "switchman.io/locality", "SAME_SWITCH",
                        "switchman.io/distinct-ports", "require",
                        "switchman.io/min-certainty", "0.25",
                        "switchman.io/job", "llama.7-b_x")))
                .isEqualTo(new PodPolicy(
                        new Policy(
                                Policy.Mode.REQUIRE,
                                Locality.SAME_SWITCH,
                                Policy.DistinctPorts.REQUIRE,
                                new MinCertainty.Chance(0.25)),
                        UnknownNodes.REFUSE,
                        "llama.7-b_x"));
    }

    @ParameterizedTest
    @CsvSource({"require, REQUIRE", "prefer, PREFER", "ignore, IGNORE"})
    void policies(String value, Policy.Mode mode) {
        assertThat(accepted(Map.of(Annotations.POLICY, value)).placement()).isEqualTo(Policy.DEFAULT.with(mode));
    }

    @ParameterizedTest
    @CsvSource({"same_numa, SAME_NUMA", "Same_Host_Bridge, SAME_HOST_BRIDGE", "CROSS_NUMA, CROSS_NUMA"})
    void localitiesInAnyCase(String value, Locality level) {
        assertThat(accepted(Map.of(Annotations.LOCALITY, value)).placement()).isEqualTo(Policy.DEFAULT.with(level));
    }

    @ParameterizedTest
    @CsvSource({"require, REQUIRE", "prefer, PREFER", "ignore, IGNORE"})
    void distinctPorts(String value, Policy.DistinctPorts ports) {
        assertThat(accepted(Map.of(Annotations.DISTINCT_PORTS, value)).placement())
                .isEqualTo(Policy.DEFAULT.with(ports));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "0.0, 0", "1.00, 1", "0.123456789, 0.123456789"})
    void chances(String value, double least) {
        assertThat(accepted(Map.of(Annotations.MIN_CERTAINTY, value)).placement())
                .isEqualTo(Policy.DEFAULT.with(new MinCertainty.Chance(least)));
    }

    @Test
    void certain() {
        assertThat(accepted(Map.of(Annotations.MIN_CERTAINTY, "certain")).placement())
                .isEqualTo(Policy.DEFAULT.with(MinCertainty.CERTAIN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1.1", "-0", "2", ".5", "0.", "1e-1", "0x1p-1", "NaN", "0,5", " 0.5", "Certain", "50%"})
    void otherCertaintiesAreRefused(String value) {
        assertThat(refused(Map.of(Annotations.MIN_CERTAINTY, value)))
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .startsWith("switchman.io/min-certainty: ")
                        .endsWith("is not allowed; allowed are certain, and numbers from 0 to 1 like 0.25"));
    }

    @Test
    void jobsHaveTheirEdges() {
        assertThat(accepted(Map.of(Annotations.JOB, "j".repeat(253))).job()).hasSize(253);
        assertThat(refused(Map.of(Annotations.JOB, "j".repeat(254))))
                .containsExactly(
                        "switchman.io/job: " + "j".repeat(80) + "... (254 characters) is not allowed; " + JOB_ALLOWED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "a-", "a b", "a/b", "ä", "a\n"})
    void otherJobsAreRefused(String value) {
        assertThat(refused(Map.of(Annotations.JOB, value)))
                .singleElement()
                .satisfies(line -> assertThat(line).endsWith(JOB_ALLOWED).doesNotContain("\n"));
    }

    @Test
    void allProblemsComeAtOnceInTheOrderOfTheKeys() {
        assertThat(refused(Map.of(
                        "switchman.io/policy", "Require",
                        "switchman.io/locality", "UNKNOWN",
                        "switchman.io/distinct-ports", "yes ",
                        "switchman.io/polcy", "require",
                        "switchman.io/colour", "red")))
                .containsExactly(
                        "switchman.io/colour: is not a known key; allowed are switchman.io/policy,"
                                + " switchman.io/locality, switchman.io/distinct-ports, switchman.io/min-certainty,"
                                + " switchman.io/job",
                        "switchman.io/distinct-ports: \"yes \" is not allowed; allowed are prefer, require, ignore",
                        "switchman.io/locality: UNKNOWN is not allowed; allowed are SAME_SWITCH, SAME_SWITCH_TREE,"
                                + " SAME_C2C, SAME_HOST_BRIDGE, SAME_NUMA, CROSS_NUMA",
                        "switchman.io/polcy: is not a known key. Maybe switchman.io/policy",
                        "switchman.io/policy: Require is not allowed; allowed are require, prefer, ignore");
    }

    @Test
    void ignoringContradictsAskingForMore() {
        assertThat(refused(Map.of(
                        "switchman.io/policy", "ignore",
                        "switchman.io/locality", "SAME_NUMA",
                        "switchman.io/min-certainty", "certain",
                        "switchman.io/distinct-ports", "require")))
                .containsExactly(
                        "switchman.io/locality: SAME_NUMA contradicts switchman.io/policy: ignore,"
                                + " which looks at no locality. Maybe remove one of the two",
                        "switchman.io/min-certainty: certain contradicts switchman.io/policy: ignore,"
                                + " which looks at no locality. Maybe remove one of the two");
    }

    @Test
    void defaultThatIgnoresContradictsNothing() {
        var off = new PolicyDefaults(Policy.DEFAULT.with(Policy.Mode.IGNORE), UnknownNodes.REFUSE);

        assertThat(AnnotationPolicy.read(Map.of(Annotations.LOCALITY, "SAME_NUMA"), off))
                .isInstanceOfSatisfying(
                        Accepted.class,
                        accepted ->
                                assertThat(accepted.policy().placement().mode()).isEqualTo(Policy.Mode.IGNORE));
    }

    @Test
    void whatSwitchmanWritesIsNoWish() {
        var own = Map.of(Annotations.PLAN, "p".repeat(5_000), Annotations.ACTUAL, "{}", Annotations.KICK, "7");

        assertThat(accepted(own).placement()).isEqualTo(Policy.DEFAULT);
    }

    @Test
    void valuesHaveALimitInBytes() {
        assertThat(refused(Map.of(Annotations.POLICY, "x".repeat(1_024))))
                .singleElement()
                .satisfies(line -> assertThat(line).endsWith("allowed are require, prefer, ignore"));
        assertThat(refused(Map.of(Annotations.POLICY, "ä".repeat(513))))
                .containsExactly("switchman.io/policy: " + "ä".repeat(80)
                        + "... (513 characters) is not allowed; allowed are values of at most 1024 bytes");
    }

    @Test
    void chanceIsWithinItsRange() {
        assertThatIllegalArgumentException().isThrownBy(() -> new MinCertainty.Chance(Double.NaN));
    }

    private static PodPolicy accepted(Map<String, String> annotations) {
        return switch (read(annotations)) {
            case Accepted(PodPolicy policy) -> policy;
            case Refused refused -> throw new AssertionError(refused.toString());
        };
    }

    private static List<String> refused(Map<String, String> annotations) {
        return switch (read(annotations)) {
            case Accepted accepted -> throw new AssertionError(accepted.toString());
            case Refused(List<ConfigProblem> problems) ->
                problems.stream().map(ConfigProblem::toString).toList();
        };
    }

    private static AnnotationPolicy read(Map<String, String> annotations) {
        return AnnotationPolicy.read(new HashMap<>(annotations), PolicyDefaults.DEFAULT);
    }
}
