package io.switchman.extender.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.topology.placement.MinCertainty;
import io.switchman.topology.placement.Policy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertaintyFormTest {
    private static final List<MinCertainty> VALUES = List.of(
            MinCertainty.UNSET,
            MinCertainty.CERTAIN,
            new MinCertainty.Chance(0),
            new MinCertainty.Chance(1e-9),
            new MinCertainty.Chance(0.25),
            new MinCertainty.Chance(1.0 / 3),
            new MinCertainty.Chance(1));

    @Test
    void valuesComeBack() {
        CertaintyForm form = new CertaintyForm();
        for (MinCertainty value : VALUES) {
            PolicyDefaults policy =
                    new PolicyDefaults(Policy.DEFAULT.with(value), PolicyDefaults.DEFAULT.unknownNodes());
            ExtenderConfig d = ExtenderConfig.DEFAULT;
            ExtenderConfig config = new ExtenderConfig(
                    d.mode(),
                    d.verbs(),
                    d.operations(),
                    d.kubernetes(),
                    d.resources(),
                    policy,
                    Map.of("train", policy),
                    d.scheduler(),
                    d.hold(),
                    d.damage(),
                    d.limits());
            String yaml = ConfigWriter.yaml(config);
            assertThat(Documents.load(yaml)).as(yaml).isEqualTo(config);
            assertThat(SchemaAgreementTest.isValid(yaml)).as(yaml).isTrue();
            assertThat(form.read(form.write(value))).isEqualTo(value);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unset",
                "certain",
                "0",
                "0.0",
                "0.25",
                "1",
                "1.0",
                "1e-3",
                "-0.1",
                "1.1",
                "1.0000001",
                "\"0.25\"",
                "Certain",
                "true",
                ".nan",
                ".inf",
                "[0.5]",
                "{}",
                "''",
                "null"
            })
    void schemaAndReaderAgree(String value) {
        String document = Documents.setting("policy.minCertainty", value);
        assertThat(SchemaAgreementTest.isValid(document))
                .as("%s: %s", value, Documents.problems(document))
                .isEqualTo(Documents.problems(document).isEmpty());
    }

    @Test
    void aWrongValueIsNamedWithTheAllowedOnes() {
        assertThat(Documents.problems(Documents.setting("policy.minCertainty", "1.5")))
                .containsExactly(
                        "policy.minCertainty: 1.5 is not allowed; allowed are unset, certain, and numbers from 0 to"
                                + " 1 like 0.25");
    }

    /** An annotation is text, so numbers there have one spelling each; what both know means the same. */
    @ParameterizedTest
    @ValueSource(strings = {"certain", "0", "0.25", "1", "1.0", "0.125"})
    void annotationsSayTheSame(String value) {
        assertThat(CertaintyForm.parse(value))
                .isEqualTo(Documents.load(Documents.setting("policy.minCertainty", value))
                        .policy()
                        .policy()
                        .minCertainty());
    }
}
