package io.switchman.extender.cli;

import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The {@code switchman} command; its subcommands do the work. */
@Command(
        name = "switchman",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Places GPU pods on Kubernetes so that their GPUs and SR-IOV VFs share a PCIe switch.",
        subcommands = {
            CheckCommand.class,
            DemoCommand.class,
            ExplainCommand.class,
            PredictCommand.class,
            ServeCommand.class,
            TopoCommand.class,
        })
public final class Main implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Starts the command and exits with its code. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** The command with its conventions: exit code 2 for wrong usage, 1 for a failure. */
    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(Main::failed);
    }

    /** What the outside refused is told in a line; anything else is a defect, and its stack trace is wanted. */
    private static int failed(Exception e, CommandLine command, ParseResult parsed) throws Exception {
        if (!(e instanceof IOException)) {
            throw e;
        }
        command.getErr().println(command.getCommandSpec().qualifiedName() + ": " + e.getMessage());
        command.getErr().flush();
        return command.getCommandSpec().exitCodeOnExecutionException();
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command");
    }

    /** The version that the build wrote into the jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"switchman " + (version == null ? "(not packaged)" : version)};
        }
    }
}
