package io.switchman.extender.cli;

import io.switchman.events.machine.MachineReader;
import io.switchman.events.machine.Reading;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code switchman topo}: shows how near the GPUs and NICs of a machine are. */
@Command(
        name = "topo",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Shows the PCIe tree of a machine and how near each GPU is to each NIC.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:The description was read.",
            "2:Wrong usage, or the description cannot be read; why is on stderr."
        })
final class TopoCommand implements Callable<Integer> {
    private static final int READ = 0;
    private static final int UNREADABLE = 2;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE|DIR",
            defaultValue = "/",
            description =
                    "An NCCL topology (XML), a MachineType (YAML or JSON), or the root directory of a machine or of a"
                            + " capture of its sysfs; without it, this machine.")
    private Path path = Path.of("/");

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            converter = OutputFormat.Argument.class,
            description = "table or json (default: ${DEFAULT-VALUE}).")
    private OutputFormat output = OutputFormat.TABLE;

    @Override
    public Integer call() {
        return switch (MachineReader.read(path)) {
            case Reading.Read read -> {
                PrintWriter out = spec.commandLine().getOut();
                out.print(output == OutputFormat.JSON ? TopoJson.of(read) : new TopoTable(read).text());
                out.flush();
                yield READ;
            }
            case Reading.Unreadable unreadable -> {
                PrintWriter err = spec.commandLine().getErr();
                unreadable.problems().forEach(err::println);
                err.flush();
                yield UNREADABLE;
            }
        };
    }
}
