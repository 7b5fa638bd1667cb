package io.switchman.extender;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.events.kube.ClusterKinds;
import io.switchman.events.kube.feed.ApiPath;
import io.switchman.events.kube.translate.MachineMemo;
import io.switchman.events.machine.Naming;
import io.switchman.extender.config.ConfigReader;
import io.switchman.extender.config.ExtenderConfig;
import io.switchman.extender.policy.Annotations;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files for operators agree with each other, with the code and with the documents. A real API server reads them in e2e. */
class ManifestsTest {
    private static final String SECOND = "second-scheduler.yaml";
    private static final String DAEMON_SET = "daemonset.yaml";
    private static final String SCHEDULER_CONFIG = "kube-scheduler-config.yaml";
    private static final String ACCOUNT = "system:serviceaccount:switchman-system:switchman";

    /** A name and a version, and no host before it. */
    private static final Pattern IMAGE = Pattern.compile("[a-z0-9-]+:[A-Za-z0-9][A-Za-z0-9.-]*");

    private static final Pattern QUOTED = Pattern.compile("\"([^\"]+)\"");
    private static final Pattern IN_CEL = Pattern.compile("'([^']+)'");

    @Test
    void namesAreUnique() {
        Map<String, Manifest> seen = new HashMap<>();
        for (Manifest object : Manifest.all()) {
            if (object.kind().equals("KubeSchedulerConfiguration")) {
                continue;
            }
            Manifest before = seen.put(object.id(), object);
            if (before != null) {
                assertThat(object.tree())
                        .as("%s in %s and %s", object.id(), before.file(), object.file())
                        .isEqualTo(before.tree());
            }
        }
        assertThat(seen).hasSizeGreaterThan(15);
    }

    @Test
    void everythingIsInOurNamespace() {
        for (Manifest object : Manifest.all()) {
            Object namespace = object.at("metadata", "namespace");
            if (namespace != null && !object.name().equals("switchman-authentication-reader")) {
                assertThat(namespace).as(object.id()).isEqualTo("switchman-system");
            }
        }
    }

    @Test
    void bindingsAreForOurAccount() {
        for (Manifest object : Manifest.all()) {
            for (Object subject : object.list("subjects")) {
                assertThat(subject)
                        .as(object.id())
                        .isEqualTo(
                                Map.of("kind", "ServiceAccount", "name", "switchman", "namespace", "switchman-system"));
            }
        }
    }

    @Test
    void imagesHaveNoRegistry() {
        List<String> images = new ArrayList<>();
        for (Manifest object : Manifest.all()) {
            object.visit((key, value) -> {
                if (key.equals("image") && value instanceof String image) {
                    images.add(image);
                }
            });
        }
        assertThat(images).hasSize(3).allMatch(IMAGE.asMatchPredicate());
        assertThat(Document.of("manifests/image/Dockerfile").text().lines().filter(line -> line.startsWith("FROM")))
                .containsExactly("FROM ${BASE}");
    }

    /** Three differences, which the comment there names. */
    @Test
    void secondSchedulerIsConfiguredLikeAnyOther() {
        Map<?, ?> config =
                Manifest.of(SECOND, "ConfigMap", "switchman-scheduler").inner(SCHEDULER_CONFIG);

        Map<Object, Object> expected =
                new LinkedHashMap<>(Manifest.in(SCHEDULER_CONFIG).getFirst().tree());
        expected.remove("clientConnection");
        expected.put(
                "leaderElection",
                Map.of(
                        "leaderElect", true,
                        "resourceName", "switchman-scheduler",
                        "resourceNamespace", "switchman-system"));
        expected.put(
                "profiles",
                Manifest.list(expected, "profiles").stream()
                        .filter(profile -> !"default-scheduler".equals(Manifest.at(profile, "schedulerName")))
                        .toList());
        assertThat(config).isEqualTo(expected);
        assertThat(Manifest.list(config, "profiles")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {SECOND, DAEMON_SET})
    void switchmanStartsByWatchingOnly(String file) {
        ConfigReader.Result result =
                ConfigReader.read(Manifest.of(file, "ConfigMap", "switchman").text("data", "switchman.yaml"));

        assertThat(result).isInstanceOfSatisfying(ConfigReader.Loaded.class, loaded -> {
            ExtenderConfig config = loaded.config();
            assertThat(config.mode()).isEqualTo(ExtenderConfig.Mode.OBSERVE);
            assertThat(config.verbs()).isEqualTo(ExtenderConfig.DEFAULT.verbs());
            assertThat(config.operations()).isEqualTo(ExtenderConfig.DEFAULT.operations());
        });
    }

    @ParameterizedTest
    @CsvSource({SECOND + ", Deployment", DAEMON_SET + ", DaemonSet"})
    void podsAreLockedDown(String file, String kind) {
        Manifest owner = Manifest.of(file, kind, "switchman");
        Object pod = Objects.requireNonNull(owner.at("spec", "template", "spec"));

        assertThat(owner.at("spec", "selector", "matchLabels"))
                .isEqualTo(owner.at("spec", "template", "metadata", "labels"));
        assertThat(Manifest.at(pod, "serviceAccountName")).isEqualTo("switchman");
        assertThat(Manifest.at(pod, "priorityClassName")).isEqualTo("system-cluster-critical");
        assertThat(Manifest.at(pod, "securityContext", "runAsNonRoot")).isEqualTo(true);
        assertThat(Manifest.at(pod, "securityContext", "seccompProfile", "type"))
                .isEqualTo("RuntimeDefault");
        assertThat(containers(pod)).isNotEmpty().allSatisfy(container -> {
            assertThat(Manifest.at(container, "securityContext"))
                    .isEqualTo(Map.of(
                            "allowPrivilegeEscalation",
                            false,
                            "readOnlyRootFilesystem",
                            true,
                            "capabilities",
                            Map.of("drop", List.of("ALL"))));
            assertThat(Manifest.at(container, "resources", "requests", "memory"))
                    .isNotNull();
            assertThat(Manifest.at(container, "resources", "limits", "memory")).isNotNull();
            assertThat(Manifest.at(container, "livenessProbe", "httpGet", "path"))
                    .isEqualTo("/healthz");
        });
    }

    @ParameterizedTest
    @CsvSource({SECOND + ", Deployment", DAEMON_SET + ", DaemonSet"})
    void switchmanIsAskedWhereItListens(String file, String kind) {
        Object pod = Objects.requireNonNull(Manifest.of(file, kind, "switchman").at("spec", "template", "spec"));
        Object switchman = containers(pod).stream()
                .filter(container -> "switchman".equals(Manifest.at(container, "name")))
                .findFirst()
                .orElseThrow();

        assertThat(Manifest.at(switchman, "ports"))
                .isEqualTo(List.of(Map.of(
                        "name",
                        "operations",
                        "containerPort",
                        ExtenderConfig.DEFAULT.operations().port())));
        for (String probe : List.of("startupProbe", "readinessProbe")) {
            if (Manifest.at(switchman, probe) != null) {
                assertThat(Manifest.at(switchman, probe, "httpGet"))
                        .isEqualTo(Map.of("path", "/readyz", "port", "operations"));
            }
        }
        assertThat(Manifest.at(switchman, "readinessProbe")).isNotNull();
        assertThat(Manifest.list(switchman, "volumeMounts").stream().map(mount -> Manifest.at(mount, "mountPath")))
                .containsExactlyInAnyOrder("/etc/switchman/config", "/etc/switchman/plan-keys", "/tmp");
        assertThat(Manifest.list(switchman, "args"))
                .isEqualTo(List.of("serve", "--config=/etc/switchman/config/switchman.yaml"));
    }

    /** Every container of a pod, mounts and volumes matched. */
    private static List<?> containers(Object pod) {
        List<Object> containers = new ArrayList<>(Manifest.list(pod, "initContainers"));
        containers.addAll(Manifest.list(pod, "containers"));
        Set<Object> volumes = Manifest.list(pod, "volumes").stream()
                .map(volume -> Objects.requireNonNull(Manifest.at(volume, "name")))
                .collect(Collectors.toSet());
        Set<Object> mounted = containers.stream()
                .flatMap(container -> Manifest.list(Objects.requireNonNull(container), "volumeMounts").stream())
                .map(mount -> Objects.requireNonNull(Manifest.at(mount, "name")))
                .collect(Collectors.toSet());
        assertThat(mounted).isEqualTo(volumes);
        return containers;
    }

    @Test
    void rightsAreThoseOfTheDocument() {
        Map<String, Set<String>> documented = new TreeMap<>();
        Document.rows(Document.of("docs/install.md").after("<!-- rights: tested -->"))
                .forEach(row -> documented.put(
                        row.get(0), new TreeSet<>(List.of(row.get(1).split(", ")))));

        assertThat(rights("rbac.yaml")).isEqualTo(documented);
    }

    @Test
    void everyKindThatIsWatchedCanBeRead() {
        Map<String, Set<String>> rights = rights("rbac.yaml");
        for (ApiPath path : new ClusterKinds(name -> true, new MachineMemo(Naming.PER_PORT, 1))
                .all().stream().flatMap(kind -> kind.paths().stream()).toList()) {
            String right = path.plural() + (path.group().isEmpty() ? "" : "." + path.group());
            assertThat(rights.getOrDefault(right, Set.of())).as(right).contains("get", "list", "watch");
        }
    }

    /** Of itself, that is: not what it takes over by binding the scheduler's roles. */
    @Test
    void secondSchedulerAddsItsLeaseOnly() {
        assertThat(rights(SECOND))
                .isEqualTo(Map.of("leases.coordination.k8s.io/switchman-scheduler", Set.of("get", "update")));
        assertThat(rights(DAEMON_SET)).isEmpty();
    }

    /** Verbs by resource.group/name. */
    private static Map<String, Set<String>> rights(String file) {
        Map<String, Set<String>> rights = new TreeMap<>();
        for (Manifest object : Manifest.in(file)) {
            for (Object rule : object.list("rules")) {
                List<?> names = Manifest.list(Objects.requireNonNull(rule), "resourceNames");
                for (Object group : Manifest.list(rule, "apiGroups")) {
                    for (Object resource : Manifest.list(rule, "resources")) {
                        String right = resource + (group.equals("") ? "" : "." + group);
                        Stream<String> keys = names.isEmpty()
                                ? Stream.of(right)
                                : names.stream().map(name -> right + "/" + name);
                        keys.forEach(key -> Manifest.list(rule, "verbs")
                                .forEach(verb -> rights.computeIfAbsent(key, absent -> new TreeSet<>())
                                        .add(String.valueOf(verb))));
                    }
                }
            }
        }
        return rights;
    }

    @Test
    void policiesKnowOurAnnotationsAndOurAccount() {
        List<Set<String>> lists = new ArrayList<>();
        for (Manifest policy : Manifest.in("admission-policy.yaml")) {
            policy.visit((key, value) -> {
                if (key.equals("expression") && value instanceof String cel && cel.contains("['")) {
                    lists.add(IN_CEL.matcher(cel)
                            .results()
                            .map(found -> found.group(1))
                            .collect(Collectors.toSet()));
                }
            });
        }
        Set<String> account = Set.of(ACCOUNT);

        assertThat(lists).hasSize(6).containsOnly(account, Annotations.BY_SWITCHMAN);
        assertThat(lists).filteredOn(account::equals).hasSize(3);
    }

    /** A policy that is not bound does nothing, nor does one that lets pass what it could not judge. */
    @Test
    void policiesAreInForce() {
        List<Manifest> objects = Manifest.in("admission-policy.yaml");
        List<Manifest> policies = objects.stream()
                .filter(object -> object.kind().equals("ValidatingAdmissionPolicy"))
                .toList();

        assertThat(policies).hasSize(3).allMatch(policy -> "Fail".equals(policy.at("spec", "failurePolicy")));
        for (Manifest policy : policies) {
            Manifest binding = Manifest.of("admission-policy.yaml", "ValidatingAdmissionPolicyBinding", policy.name());
            assertThat(binding.at("spec"))
                    .isEqualTo(Map.of("policyName", policy.name(), "validationActions", List.of("Deny")));
        }
    }

    @Test
    void imageStartsLikeTheLauncher() {
        String launcher = Document.of("switchman").text();
        String dockerfile = Document.of("manifests/image/Dockerfile").text();
        List<String> options = QUOTED.matcher(dockerfile.substring(dockerfile.indexOf("ENTRYPOINT")))
                .results()
                .map(found -> found.group(1))
                .filter(option -> option.startsWith("-") && !option.equals("-cp"))
                .toList();

        assertThat(options).contains("-XX:MaxRAMPercentage=70", "-XX:+ExitOnOutOfMemoryError");
        for (String option : options) {
            assertThat(option.contains("MaxRAMPercentage") || launcher.contains(option))
                    .as(option)
                    .isTrue();
        }
        for (String option : launcher.substring(launcher.indexOf("bin/java\""))
                .lines()
                .map(String::strip)
                .toList()) {
            if (option.startsWith("--") || option.startsWith("-X")) {
                assertThat(options).contains(option.replace(" \\", ""));
            }
        }
        assertThat(dockerfile).contains("io.switchman.extender.cli.Main");
        assertThat(launcher).contains("io.switchman.extender.cli.Main");
        assertThat(Document.of("extender/pom.xml").text())
                .contains("<finalName>switchman-extender</finalName>", "${project.build.directory}/lib");
    }
}
