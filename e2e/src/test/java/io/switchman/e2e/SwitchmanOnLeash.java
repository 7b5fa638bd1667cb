package io.switchman.e2e;

import io.switchman.extender.cli.Main;
import java.io.IOException;

/** Switchman as operators start it, in a JVM that ends with its standard input, as all processes of the kit do. */
public final class SwitchmanOnLeash {
    private SwitchmanOnLeash() {}

    /** Runs it. */
    public static void main(String[] args) {
        Thread.ofPlatform().daemon().name("leash").start(() -> {
            try {
                while (System.in.read() >= 0) {
                    // Nobody writes there.
                }
            } catch (IOException _) {
                // The same as its end.
            }
            Runtime.getRuntime().halt(1);
        });
        Main.main(args);
    }
}
