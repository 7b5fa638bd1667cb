package io.switchman.extender.cli;

import io.switchman.events.cases.CaseException;
import io.switchman.events.cases.CaseReader;
import io.switchman.events.cases.KubeletCase;
import io.switchman.extender.config.JsonText;
import io.switchman.topology.kubelet.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code switchman predict}: tells what the kubelet of a described node would do with a pod. */
@Command(
        name = "predict",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description =
                "Tells what the kubelet of a node would give to a pod: how sure it is that every GPU of the pod has"
                        + " its own VF on its own switch, VFs counted for each switch.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:All cases were answered.", "2:Wrong usage, or a case cannot be read; why is on stderr."})
final class PredictCommand implements Callable<Integer> {
    private static final int MAX_BYTES = 4 << 20;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "One case or an array of them, in JSON.")
    private Path file = Path.of("");

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            converter = OutputFormat.Argument.class,
            description = "table, or json: one line for each case (default: ${DEFAULT-VALUE}).")
    private OutputFormat output = OutputFormat.TABLE;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try {
            for (KubeletCase question : CaseReader.read(text())) {
                Outcome outcome = Outcome.of(question.node(), question.pod());
                out.print(
                        output == OutputFormat.JSON
                                ? JsonText.line(PredictJson.of(question, outcome))
                                : PredictTable.text(question, outcome));
            }
            out.flush();
            return 0;
        } catch (IOException | CaseException e) {
            PrintWriter err = spec.commandLine().getErr();
            err.println(file + ": " + e.getMessage());
            err.flush();
            return 2;
        }
    }

    private String text() throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IOException("more than " + MAX_BYTES + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /** GPUs by name: those of a container joined by commas, containers separated by bars. */
    static String names(KubeletCase question, List<Long> sets) {
        return sets.stream()
                .map(set -> IntStream.range(0, question.gpuIds().size())
                        .filter(gpu -> (set >>> gpu & 1) != 0)
                        .mapToObj(question.gpuIds()::get)
                        .sorted()
                        .collect(Collectors.joining(",")))
                .collect(Collectors.joining("|"));
    }
}
