package io.switchman.extender.cli;

import io.switchman.extender.config.ConfigReader;
import io.switchman.extender.config.ConfigReader.Loaded;
import io.switchman.extender.config.ConfigReader.Rejected;
import io.switchman.extender.config.ConfigWriter;
import io.switchman.extender.config.ExtenderConfig;
import io.switchman.extender.config.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code switchman check}: reads a configuration as the service would, and starts nothing. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Checks a configuration and prints the values in effect, or every problem, one a line.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:The configuration has no problems.",
            "1:Problems were found and printed.",
            "2:The command was used wrongly, or the file cannot be read."
        },
        exitCodeOnInvalidInput = CheckCommand.UNUSABLE,
        exitCodeOnExecutionException = CheckCommand.UNUSABLE)
final class CheckCommand implements Callable<Integer> {
    static final int FINE = 0;
    static final int PROBLEMS = 1;
    static final int UNUSABLE = 2;

    private static final String STANDARD_INPUT = "-";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "The YAML file; - reads standard input.")
    private @Nullable String file;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            converter = OutputFormat.Argument.class,
            description = "table or json (default: ${DEFAULT-VALUE}).")
    private OutputFormat output = OutputFormat.TABLE;

    @Option(
            names = "--print-defaults",
            description = "Print a configuration with every default and what each key allows; needs no file.")
    private boolean printDefaults;

    @Override
    public Integer call() {
        CommandLine command = spec.commandLine();
        if (printDefaults) {
            if (file != null) {
                throw new ParameterException(command, "--print-defaults takes no file");
            }
            print(defaults());
            return FINE;
        }
        if (file == null) {
            throw new ParameterException(command, "Missing required parameter: 'FILE'");
        }
        return check(file);
    }

    private String defaults() {
        return output == OutputFormat.JSON
                ? JsonText.of(ConfigWriter.tree(ExtenderConfig.DEFAULT))
                : ConfigWriter.yaml(ExtenderConfig.DEFAULT);
    }

    private int check(String name) {
        ConfigReader.Result result;
        try (InputStream stream = open(name)) {
            result = ConfigReader.read(stream);
        } catch (NoSuchFileException _) {
            return unreadable(name + ": there is no such file");
        } catch (IOException | InvalidPathException e) {
            return unreadable(name + ": cannot be read: " + e.getMessage());
        }
        var report = new CheckReport(name, result);
        print(output == OutputFormat.JSON ? report.json() : report.table());
        return switch (result) {
            case Loaded _ -> FINE;
            case Rejected _ -> PROBLEMS;
        };
    }

    private static InputStream open(String name) throws IOException {
        return name.equals(STANDARD_INPUT) ? System.in : Files.newInputStream(Path.of(name));
    }

    private int unreadable(String message) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(message);
        err.flush();
        return UNUSABLE;
    }

    private void print(String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.print(text);
        out.flush();
    }
}
