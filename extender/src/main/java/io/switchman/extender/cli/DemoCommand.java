package io.switchman.extender.cli;

import io.switchman.extender.cluster.GivenCluster;
import io.switchman.extender.config.ExtenderConfig;
import io.switchman.extender.config.Listener;
import io.switchman.extender.demo.Demo;
import io.switchman.extender.demo.DemoReport;
import io.switchman.extender.embedded.EmbeddedCluster;
import io.switchman.extender.process.ExtenderProcess;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code switchman demo}: shows on real machine types what the product is for. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description =
                "Schedules a workload on a cluster of bundled machines through the extender's real protocol, and compares"
                        + " the outcome with the same workload placed by counts alone.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:The table was printed.", "1:Something failed.", "2:The command was used wrongly."})
final class DemoCommand implements Callable<Integer> {
    private static final int MOST_NODES = 10_000;
    private static final Listener ANY_PORT = new Listener("127.0.0.1", 0);
    private static final int MOST_PODS = 1_000_000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--nodes",
            paramLabel = "N",
            defaultValue = "300",
            description = "Nodes, 1 to 10000 (default: ${DEFAULT-VALUE}).")
    private int nodes;

    @Option(
            names = "--pods",
            paramLabel = "N",
            defaultValue = "2000",
            description = "Pods that come, 1 to 1000000 (default: ${DEFAULT-VALUE}).")
    private int pods;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "Seed of the cluster and of the workload (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            converter = OutputFormat.Argument.class,
            description = "table or json (default: ${DEFAULT-VALUE}).")
    private OutputFormat output = OutputFormat.TABLE;

    @Option(
            names = "--keep-running",
            description = "Afterwards keep the service up on its usual ports, with the workload's pods on it.")
    private boolean keepRunning;

    @Override
    public Integer call() throws Exception {
        check("--nodes", nodes, MOST_NODES);
        check("--pods", pods, MOST_PODS);
        PrintWriter err = spec.commandLine().getErr();
        PrintWriter out = spec.commandLine().getOut();
        EmbeddedCluster cluster = EmbeddedCluster.idle(nodes, seed);
        ExtenderConfig config = keepRunning ? ExtenderConfig.DEFAULT : randomPorts();
        err.println("Scheduling " + pods + " pods on " + nodes + " nodes, through the protocol and by counts ...");
        Demo demo = new Demo(cluster, pods, seed);
        Demo.Run steered = run(demo, cluster.steered(), randomPorts(), "steered nodes", err);
        Waiting.until(steered.process().close());
        Demo.Run ours = run(demo, cluster, config, "Switchman", err);
        try {
            DemoReport report = new DemoReport(pods, ours.outcomes(), steered.outcomes(), demo.byCounts());
            out.print(output == OutputFormat.JSON ? report.json().encodePrettily() + "\n" : "\n" + report.table());
            out.flush();
            if (keepRunning) {
                err.println(new StartupText(config, ours.process(), nodes + " nodes"));
                err.println("Press Ctrl-C to stop.");
                err.flush();
                new CountDownLatch(1).await();
            }
        } finally {
            Waiting.until(ours.process().close());
        }
        return 0;
    }

    private static ExtenderConfig randomPorts() {
        return ExtenderConfig.DEFAULT.with(ExtenderConfig.DEFAULT.verbs().movedTo(ANY_PORT), ANY_PORT);
    }

    private Demo.Run run(Demo demo, EmbeddedCluster cluster, ExtenderConfig config, String what, PrintWriter err)
            throws IOException {
        Progress progress = new Progress(err, isTerminal(), what);
        Demo.Run run = demo.through(
                (nodesOf, boundPods) ->
                        Waiting.until(ExtenderProcess.start(config, new GivenCluster(nodesOf.events(), boundPods))),
                cluster,
                done -> progress.accept(done, pods));
        progress.end();
        return run;
    }

    @SuppressWarnings("SystemConsoleNull") // the API still says that it may be
    private static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    private void check(String option, int value, int most) {
        if (value < 1 || value > most) {
            throw new ParameterException(spec.commandLine(), option + " is " + value + ": allowed are 1 to " + most);
        }
    }
}
