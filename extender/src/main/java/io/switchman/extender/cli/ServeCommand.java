package io.switchman.extender.cli;

import io.switchman.events.kube.client.ApiServer;
import io.switchman.extender.cluster.GivenCluster;
import io.switchman.extender.cluster.KubernetesCluster;
import io.switchman.extender.cluster.ServedCluster;
import io.switchman.extender.config.ConfigReader;
import io.switchman.extender.config.ExtenderConfig;
import io.switchman.extender.config.KubernetesConfig;
import io.switchman.extender.config.Listener;
import io.switchman.extender.embedded.EmbeddedCluster;
import io.switchman.extender.embedded.EmbeddedKubelets;
import io.switchman.extender.process.ExtenderProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code switchman serve}: runs the service until it is told to stop. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Runs the extender until it is stopped.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:stopped by a signal", "1:could not start", "2:wrong usage or configuration"})
final class ServeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration file, YAML; 'switchman check' checks one.")
    private @Nullable Path configFile;

    @Option(
            names = "--demo-nodes",
            paramLabel = "N",
            description =
                    "Serve a cluster inside the process instead of a Kubernetes cluster: N bundled machines in mixed"
                            + " states, 1 to 100000.")
    private @Nullable Integer demoNodes;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "Seed of that cluster; the same seed gives the same cluster (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--port",
            paramLabel = "P",
            description = "Port of the verbs instead of verbs.port; 0 takes any free one.")
    private @Nullable Integer port;

    @Option(
            names = "--ops-port",
            paramLabel = "Q",
            description = "Port of operations instead of operations.port; 0 takes any free one.")
    private @Nullable Integer opsPort;

    @Override
    public Integer call() throws Exception {
        PrintWriter err = spec.commandLine().getErr();
        if (demoNodes != null && (demoNodes < 1 || demoNodes > 100_000)) {
            throw new ParameterException(
                    spec.commandLine(), "--demo-nodes is " + demoNodes + ": allowed are 1 to 100000");
        }
        checkPort("--port", port);
        checkPort("--ops-port", opsPort);
        ExtenderConfig config = config(err);
        if (config == null) {
            return 2;
        }
        ServedCluster cluster = demoNodes == null ? kubernetes(config.kubernetes()) : embedded(demoNodes);
        ExtenderProcess process = Waiting.until(ExtenderProcess.start(config, cluster));
        err.println(
                new StartupText(config, process, demoNodes == null ? "a Kubernetes cluster" : demoNodes + " nodes"));
        err.flush();
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                Waiting.until(process.close());
            } catch (IOException e) {
                err.println(e.getMessage());
            } finally {
                stopped.countDown();
            }
        }));
        stopped.await();
        return 0;
    }

    private ServedCluster embedded(int nodes) {
        return new GivenCluster(
                EmbeddedCluster.inMixedStates(nodes, seed).events(), keeper -> new EmbeddedKubelets(keeper, 1));
    }

    /** The name of this replica must be of this process alone, also where host names repeat. */
    private static ServedCluster kubernetes(KubernetesConfig config) throws IOException {
        ApiServer server = ApiServer.of(config.kubeconfig().orElse(null));
        String host = InetAddress.getLocalHost().getHostName();
        String identity = host + "_" + UUID.randomUUID();
        return new KubernetesCluster(server, config, identity);
    }

    private @Nullable ExtenderConfig config(PrintWriter err) throws IOException {
        ExtenderConfig config = ExtenderConfig.DEFAULT;
        if (configFile != null) {
            try (InputStream in = Files.newInputStream(configFile)) {
                switch (ConfigReader.read(in)) {
                    case ConfigReader.Loaded(ExtenderConfig loaded) -> config = loaded;
                    case ConfigReader.Rejected rejected -> {
                        rejected.problems().forEach(err::println);
                        return null;
                    }
                }
            } catch (NoSuchFileException _) {
                throw new ParameterException(spec.commandLine(), "--config: there is no file " + configFile);
            } catch (IOException e) {
                throw new IOException(configFile + " cannot be read: " + e.getMessage(), e);
            }
        }
        return config.with(
                config.verbs().movedTo(withPort(config.verbs().listener(), port)),
                withPort(config.operations(), opsPort));
    }

    private void checkPort(String option, @Nullable Integer value) {
        if (value != null && (value < 0 || value > 65_535)) {
            throw new ParameterException(spec.commandLine(), option + " is " + value + ": allowed are 0 to 65535");
        }
    }

    private static Listener withPort(Listener listener, @Nullable Integer port) {
        return port == null ? listener : new Listener(listener.host(), port);
    }
}
