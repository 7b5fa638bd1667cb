package io.switchman.extender.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.extender.config.PolicyDefaults.UnknownNodes;
import io.switchman.topology.placement.DamageWeights;
import io.switchman.topology.placement.Policy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConfigWriterTest {

    @Test
    void defaultsComeBack() {
        assertThat(Documents.load(ConfigWriter.yaml(ExtenderConfig.DEFAULT))).isEqualTo(ExtenderConfig.DEFAULT);
    }

    @Test
    void othersComeBack() {
        var config = new ExtenderConfig(
                ExtenderConfig.Mode.OBSERVE,
                new VerbsConfig(
                        new Listener("fe80::1%eth0", 0),
                        VerbsConfig.Plaintext.ANYWHERE,
                        VerbsConfig.ReadyWhen.LEADER,
                        new VerbsTls(
                                Optional.of(Path.of("/a b")),
                                Optional.of(Path.of("/unset")),
                                Optional.of(Path.of("/c:")),
                                List.of("system:kube-scheduler", "#"))),
                new Listener("no", 65_535),
                new KubernetesConfig(
                        Optional.of(Path.of("/kube config")),
                        Optional.of(Path.of("/keys")),
                        "ns",
                        KubernetesConfig.Kick.OFF,
                        1,
                        500),
                new ResourceNames(List.of("a.b/c"), List.of("x.y/*", "d/{rail}")),
                new PolicyDefaults(Policy.DEFAULT.with(Policy.Mode.IGNORE), UnknownNodes.PASS),
                Map.of(
                        "on",
                        PolicyDefaults.DEFAULT,
                        "12",
                        new PolicyDefaults(Policy.DEFAULT.with(Policy.Mode.REQUIRE), UnknownNodes.PASS)),
                new SchedulerFacts(100, 0),
                new HoldConfig(600_000),
                new DamageWeights(0, 0, 64),
                Limits.DEFAULT);

        assertThat(Documents.load(ConfigWriter.yaml(config))).isEqualTo(config);
    }

    @Test
    void everyKeyIsExplained() {
        String yaml = ConfigWriter.yaml(ExtenderConfig.DEFAULT);

        assertThat(yaml).contains("""

                # Tentative claims between filter and bind.
                hold:
                  # How long devices stay held for a pod that is not bound yet, or up to 100 longer. Allowed: whole numbers from 1000 to 600000.
                  deadlineMillis: 30000
                """);
        Options.all().forEach(option -> assertThat(yaml).contains("# " + option.doc()));
    }
}
