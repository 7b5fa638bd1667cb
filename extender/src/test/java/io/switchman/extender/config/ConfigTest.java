package io.switchman.extender.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.extender.config.ConfigReader.Loaded;
import io.switchman.extender.config.PolicyDefaults.NetworksMode;
import io.switchman.extender.config.PolicyDefaults.UnknownNodes;
import io.switchman.topology.model.Locality;
import io.switchman.topology.placement.DamageWeights;
import io.switchman.topology.placement.MinCertainty;
import io.switchman.topology.placement.Policy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Pins every default and every key: an option that is new, gone or changed fails here first. */
class ConfigTest {
    private static final String ALL_KEYS = """
            apiVersion: switchman.io/v1
            kind: ExtenderConfiguration
            mode: observe
            verbs:
              host: localhost
              port: 1
              plaintext: anywhere
              readyWhen: leader
              tls:
                certFile: /a.crt
                keyFile: /a.key
                clientCaFile: /ca.crt
                clientNames: [system:kube-scheduler]
            operations:
              host: "::1"
              port: 2
            kubernetes:
              kubeconfig: /k
              planKeys: /keys
              leaseNamespace: gpu
              kick: off
              kicksPerSecond: 7
              bindMillis: 4500
            resources:
              gpus: [example.com/gpu]
              vfs: ["example.com/{rail}"]
            policy:
              mode: require
              locality: SAME_SWITCH
              distinctPorts: require
              minCertainty: certain
              unknownNodes: pass
              networksMismatch: refuse
            namespaces:
              train:
                mode: ignore
                locality: SAME_NUMA
                distinctPorts: ignore
                minCertainty: 0.25
                unknownNodes: refuse
                networksMismatch: refuse
            scheduler:
              version: "1.38"
              bestNodes: 3
            hold:
              deadlineMillis: 1004
            damage:
              pair: 5
              numaNode: 6
              port: 7
            limits:
              bodyBytes: 100008
              bodyMillis: 109
              nodesPerRequest: 10
              jsonDepth: 20
              inFlightRequests: 12
              judgingMillis: 13
              searchStates: 14
              verdicts: 15
              shapes: 16
              holds: 17
              unsettledPerNode: 18
              gangs: 19
              nominations: 20
              victimSets: 21
              waiting: 22
              failedAdmissions: 23
              actuals: 24
              observed: 25
            """;

    @Test
    void defaults() {
        assertThat(ConfigWriter.values(ExtenderConfig.DEFAULT))
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("apiVersion", "switchman.io/v1"),
                        Map.entry("kind", "ExtenderConfiguration"),
                        Map.entry("mode", "enforce"),
                        Map.entry("verbs.host", "127.0.0.1"),
                        Map.entry("verbs.port", 8_888L),
                        Map.entry("verbs.plaintext", "loopback"),
                        Map.entry("verbs.readyWhen", "synced"),
                        Map.entry("verbs.tls.certFile", "unset"),
                        Map.entry("verbs.tls.keyFile", "unset"),
                        Map.entry("verbs.tls.clientCaFile", "unset"),
                        Map.entry("verbs.tls.clientNames", List.of()),
                        Map.entry("operations.host", "0.0.0.0"),
                        Map.entry("operations.port", 9_090L),
                        Map.entry("kubernetes.kubeconfig", "unset"),
                        Map.entry("kubernetes.planKeys", "unset"),
                        Map.entry("kubernetes.leaseNamespace", "switchman-system"),
                        Map.entry("kubernetes.kick", "on"),
                        Map.entry("kubernetes.kicksPerSecond", 20L),
                        Map.entry("kubernetes.bindMillis", 4_000L),
                        Map.entry("resources.gpus", List.of("nvidia.com/gpu", "amd.com/gpu")),
                        Map.entry(
                                "resources.vfs",
                                List.of(
                                        "nvidia.com/sriov_rdma_vf_port{rail}",
                                        "nvidia.com/sriov_rdma_vf",
                                        "nvidia.com/rdma-vf")),
                        Map.entry("policy.mode", "prefer"),
                        Map.entry("policy.locality", "SAME_C2C"),
                        Map.entry("policy.distinctPorts", "prefer"),
                        Map.entry("policy.minCertainty", "unset"),
                        Map.entry("policy.unknownNodes", "refuse"),
                        Map.entry("policy.networksMismatch", "warn"),
                        Map.entry("scheduler.version", "1.36"),
                        Map.entry("scheduler.bestNodes", 64L),
                        Map.entry("hold.deadlineMillis", 30_000L),
                        Map.entry("damage.pair", 2L),
                        Map.entry("damage.numaNode", 5L),
                        Map.entry("damage.port", 1L),
                        Map.entry("limits.bodyBytes", 134_217_728L),
                        Map.entry("limits.bodyMillis", 10_000L),
                        Map.entry("limits.nodesPerRequest", 50_000L),
                        Map.entry("limits.jsonDepth", 64L),
                        Map.entry("limits.inFlightRequests", 1_000L),
                        Map.entry("limits.judgingMillis", 3_000L),
                        Map.entry("limits.searchStates", 5_000L),
                        Map.entry("limits.verdicts", 1_000_000L),
                        Map.entry("limits.shapes", 128L),
                        Map.entry("limits.holds", 100_000L),
                        Map.entry("limits.gangs", 1_000L),
                        Map.entry("limits.nominations", 1_000L),
                        Map.entry("limits.victimSets", 4_096L),
                        Map.entry("limits.unsettledPerNode", 1L),
                        Map.entry("limits.waiting", 10_000L),
                        Map.entry("limits.failedAdmissions", 10_000L),
                        Map.entry("limits.actuals", 10_000L),
                        Map.entry("limits.observed", 10_000L)));
    }

    @Test
    void keys() {
        var expected = new ExtenderConfig(
                ExtenderConfig.Mode.OBSERVE,
                new VerbsConfig(
                        new Listener("localhost", 1),
                        VerbsConfig.Plaintext.ANYWHERE,
                        VerbsConfig.ReadyWhen.LEADER,
                        new VerbsTls(
                                Optional.of(Path.of("/a.crt")),
                                Optional.of(Path.of("/a.key")),
                                Optional.of(Path.of("/ca.crt")),
                                List.of("system:kube-scheduler"))),
                new Listener("::1", 2),
                new KubernetesConfig(
                        Optional.of(Path.of("/k")),
                        Optional.of(Path.of("/keys")),
                        "gpu",
                        KubernetesConfig.Kick.OFF,
                        7,
                        4_500),
                new ResourceNames(List.of("example.com/gpu"), List.of("example.com/{rail}")),
                new PolicyDefaults(
                        new Policy(
                                Policy.Mode.REQUIRE,
                                Locality.SAME_SWITCH,
                                Policy.DistinctPorts.REQUIRE,
                                MinCertainty.CERTAIN),
                        UnknownNodes.PASS,
                        NetworksMode.REFUSE),
                Map.of(
                        "train",
                        new PolicyDefaults(
                                new Policy(
                                        Policy.Mode.IGNORE,
                                        Locality.SAME_NUMA,
                                        Policy.DistinctPorts.IGNORE,
                                        new MinCertainty.Chance(0.25)),
                                UnknownNodes.REFUSE,
                                NetworksMode.REFUSE)),
                new SchedulerFacts(38, 3),
                new HoldConfig(1_004),
                new DamageWeights(5, 6, 7),
                new Limits(100_008, 109, 10, 20, 12, 13, 14, 15, 16, 17, 19, 20, 21, 18, 22, 23, 24, 25));

        assertThat(ConfigReader.read(ALL_KEYS)).isEqualTo(new Loaded(expected));
    }

    @Test
    void keysAreAllOfThem() {
        var written =
                new TreeSet<>(ConfigWriter.values(Documents.load(ALL_KEYS)).keySet());

        var known = new TreeSet<String>();
        Options.all().forEach(option -> known.add(option.key()));
        Options.ofNamespace("train").all().forEach(option -> known.add(option.key()));

        assertThat(written).isEqualTo(known);
        assertThat(known)
                .allSatisfy(key -> assertThat(ALL_KEYS).contains(key.substring(key.lastIndexOf('.') + 1) + ":"));
    }

    @Test
    void noDefaultIsTestedByChance() {
        var defaults = ConfigWriter.values(ExtenderConfig.DEFAULT);

        assertThat(ConfigWriter.values(Documents.load(ALL_KEYS)))
                .allSatisfy((key, value) -> assertThat(
                                List.of("apiVersion", "kind").contains(key) || !value.equals(defaults.get(key)))
                        .as("%s has another value than its default", key)
                        .isTrue());
    }
}
