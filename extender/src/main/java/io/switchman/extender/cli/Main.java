package io.switchman.extender.cli;

import io.switchman.events.Source;
import io.switchman.topology.Product;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code switchman} command. */
@Command(name = Product.NAME, mixinStandardHelpOptions = true, version = Product.NAME + " " + Product.VERSION)
public final class Main implements Runnable {

    /** Starts the command and exits with its code. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public void run() {
        System.out.println(Source.ours().uri());
    }
}
