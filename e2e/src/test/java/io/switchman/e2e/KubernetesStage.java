package io.switchman.e2e;

import io.kubernetes.client.openapi.ApiException;
import io.switchman.e2e.plane.Await;
import io.switchman.e2e.plane.ControlPlane;
import io.switchman.e2e.plane.KubeClient;
import io.switchman.e2e.plane.LocalProcess;
import io.switchman.e2e.plane.SchedulerConfig;
import io.switchman.events.kube.client.ApiServer;
import io.switchman.events.machine.BundledMachines;
import io.switchman.extender.cluster.KubernetesCluster;
import io.switchman.extender.config.ConfigReader;
import io.switchman.extender.config.ExtenderConfig;
import io.switchman.extender.process.ExtenderProcess;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * A control plane set up by the files for operators, Switchman on it with its own account and no other rights, and a
 * kube-scheduler that asks it.
 */
final class KubernetesStage implements AutoCloseable {
    private static final Duration KNOWN_WITHIN = Duration.ofSeconds(60);
    private static final String MODEL = "switchman.io/machine-type";

    private final ControlPlane plane;
    private final Path directory;
    private ExtenderProcess switchman;

    /** The scheduler goes on calling the same port. */
    private int verbsPort;

    private final LocalProcess scheduler;

    private KubernetesStage(ControlPlane plane, Path directory, String mode) throws IOException {
        this.plane = plane;
        this.directory = directory;
        Files.writeString(
                directory.resolve("plan-keys"), "k1 " + Base64.getEncoder().encodeToString(new byte[48]) + "\n");
        this.switchman = start(mode);
        this.scheduler = plane.startScheduler("kube-scheduler", schedulerConfig(), "--leader-elect=false");
    }

    /**
     * Sets it up.
     *
     * @param name of the directory with logs and data, under {@code target}
     * @param mode of Switchman
     * @param nodes names of bundled machines by names of nodes
     */
    static KubernetesStage open(String name, String mode, Map<String, String> nodes) throws ApiException {
        Path directory = Path.of("target", "planes", name).toAbsolutePath();
        ControlPlane plane = ControlPlane.start(directory);
        try {
            Manifests.apply(
                    plane.admin(),
                    "crds/machinetypes.yaml",
                    "crds/nodetopologies.yaml",
                    "rbac.yaml",
                    "admission-policy.yaml");
            for (String machine : new TreeSet<>(nodes.values())) {
                declare(plane, machine);
            }
            for (Map.Entry<String, String> node : nodes.entrySet()) {
                addNode(plane.client(), node.getKey(), node.getValue());
            }
            return new KubernetesStage(plane, directory, mode);
        } catch (IOException e) {
            plane.close();
            throw new UncheckedIOException(e);
        } catch (ApiException | RuntimeException | Error e) {
            plane.close();
            throw e;
        }
    }

    /** Declares a bundled machine for all nodes that carry its name as a label. */
    private static void declare(ControlPlane plane, String machine) {
        Object spec = new Load(LoadSettings.builder().setLabel(machine).build())
                .loadFromString(Objects.requireNonNull(BundledMachines.yaml(machine)));
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("apiVersion", "topology.switchman.io/v1alpha1");
        object.put("kind", "MachineType");
        object.put("metadata", Map.of("name", machine));
        object.put("spec", spec);
        Await.until(
                "kind MachineType to be served",
                KNOWN_WITHIN,
                () -> {
                    Manifests.applyText(plane.admin(), Manifests.yaml(object));
                    return true;
                },
                () -> "it is not");
    }

    static void addNode(KubeClient client, String name, String machine) throws ApiException {
        client.createNode(name, new TreeMap<>(Map.of(MODEL, machine)));
        client.advertise(name, Stage.resources(Stage.machine(machine)));
    }

    private ExtenderProcess start(String mode) throws IOException {
        String text = """
                apiVersion: switchman.io/v1
                kind: ExtenderConfiguration
                mode: %s
                verbs: {host: 127.0.0.1, port: %d}
                operations: {host: 127.0.0.1, port: 0}
                kubernetes: {planKeys: %s}
                """.formatted(mode, verbsPort, directory.resolve("plan-keys"));
        ExtenderConfig config = switch (ConfigReader.read(text)) {
            case ConfigReader.Loaded(ExtenderConfig loaded) -> loaded;
            case ConfigReader.Rejected rejected ->
                throw new AssertionError(rejected.problems().toString());
        };
        ApiServer server = ApiServer.of(plane.kubeconfigOf("switchman-system", "switchman"));
        ExtenderProcess process =
                await(ExtenderProcess.start(config, new KubernetesCluster(server, config.kubernetes(), "stage")));
        Await.until(
                "Switchman to know the cluster",
                KNOWN_WITHIN,
                () -> process.keeper().isSynced() ? true : null,
                () -> "it does not");
        verbsPort = process.verbsPort();
        return process;
    }

    /** That of the file for operators, asking this Switchman. */
    SchedulerConfig schedulerConfig() {
        return SchedulerConfig.read(SchedulerConfig.MANIFEST).extenderAt(URI.create("http://127.0.0.1:" + verbsPort));
    }

    /** Ends Switchman and starts another one, which knows only what the cluster tells. */
    void restartSwitchman(String mode) throws IOException {
        await(switchman.close());
        switchman = start(mode);
    }

    ExtenderProcess switchman() {
        return switchman;
    }

    LocalProcess scheduler() {
        return scheduler;
    }

    ControlPlane plane() {
        return plane;
    }

    KubeClient client() {
        return plane.client();
    }

    @Override
    public void close() {
        await(switchman.close());
        plane.close();
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("Switchman did not start or stop", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
