package io.switchman.extender.cli;

import io.switchman.extender.cli.OperationsClient.Unreachable;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code switchman explain}: asks a running extender why nodes fit a pod or do not. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Shows on which nodes a pod fits, how near its devices would be, and what the others lack.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:a node fits",
            "1:no node fits",
            "2:the command or the pod is wrong",
            "3:no answer from the server"
        })
final class ExplainCommand implements Callable<Integer> {
    static final int FITS = 0;
    static final int NONE_FITS = 1;
    static final int WRONG = 2;
    static final int NO_ANSWER = 3;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--server",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:9090",
            description = "The operations listener of the extender (default: ${DEFAULT-VALUE}).")
    private URI server = URI.create("");

    @Option(
            names = "--pod",
            paramLabel = "FILE",
            description = "A pod as JSON, - for standard input: kubectl get pod NAME -o json.")
    private @Nullable String pod;

    @Option(names = "--gpus", paramLabel = "N", description = "Instead of a pod: GPUs to ask for.")
    private int gpus;

    @Option(
            names = "--gpu-resource",
            paramLabel = "NAME",
            defaultValue = "nvidia.com/gpu",
            description = "Resource name of those GPUs (default: ${DEFAULT-VALUE}).")
    private String gpuResource = "";

    @Option(names = "--vf", paramLabel = "NAME=N", description = "Instead of a pod: VFs to ask for; may be repeated.")
    private Map<String, Integer> vfs = new LinkedHashMap<>();

    @Option(names = "--policy", paramLabel = "WORD", description = "Instead of a pod: require, prefer or ignore.")
    private @Nullable String policy;

    @Option(names = "--node", paramLabel = "NAME", description = "Look at this node only.")
    private @Nullable String node;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "Most nodes listed (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            converter = OutputFormat.Argument.class,
            description = "table or json (default: ${DEFAULT-VALUE}).")
    private OutputFormat output = OutputFormat.TABLE;

    @Override
    public Integer call() {
        byte[] body = body();
        try {
            OperationsClient.Answer answer = new OperationsClient(server).explain(body, node, limit);
            if (answer.status() == 200) {
                return print(answer.json());
            }
            spec.commandLine().getErr().println("switchman explain: " + answer.error());
            return answer.status() == 400 || answer.status() == 413 ? WRONG : NO_ANSWER;
        } catch (Unreachable e) {
            spec.commandLine().getErr().println("switchman explain: " + e.getMessage());
            return NO_ANSWER;
        }
    }

    private int print(JsonObject explanation) {
        String text = output == OutputFormat.JSON
                ? explanation.encodePrettily() + "\n"
                : new ExplainTable(explanation).text();
        spec.commandLine().getOut().print(text);
        spec.commandLine().getOut().flush();
        if (!explanation.getJsonArray("problems").isEmpty()) {
            return WRONG;
        }
        return explanation.getJsonObject("summary").getInteger("fits") > 0 ? FITS : NONE_FITS;
    }

    private byte[] body() {
        boolean described = gpus != 0 || !vfs.isEmpty();
        if ((pod != null) == described) {
            throw wrong("give either --pod, or --gpus and --vf");
        }
        if (gpus < 0) {
            throw wrong("--gpus is " + gpus + ": allowed are 0 and more");
        }
        if (pod == null) {
            return PodSketch.json(gpus, gpuResource, vfs, policy).toBuffer().getBytes();
        }
        if (policy != null) {
            throw wrong("--policy goes with --gpus and --vf; a pod says it by its annotation switchman.io/policy");
        }
        return read(pod);
    }

    private byte[] read(String file) {
        try {
            byte[] bytes = file.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(file));
            if (!new String(bytes, StandardCharsets.UTF_8).stripLeading().startsWith("{")) {
                throw wrong(file
                        + " is not a JSON object. Maybe make one: kubectl create --dry-run=client -o json -f FILE");
            }
            return bytes;
        } catch (IOException e) {
            throw wrong("cannot read " + file + ": " + e);
        }
    }

    private ParameterException wrong(String text) {
        return new ParameterException(spec.commandLine(), text);
    }
}
