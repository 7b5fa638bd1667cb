package io.switchman.extender.cli;

import java.io.PrintWriter;
import java.util.function.BiConsumer;

/** Shows how far a long run is: on a terminal in one line that is written again, else a line for each fifth. */
final class Progress implements BiConsumer<Integer, Integer> {
    private static final int STEPS = 50;
    private static final int LINES = 5;

    private final PrintWriter err;
    private final boolean terminal;
    private final String what;
    private int shown = -1;

    /**
     * Progress of one of several runs.
     *
     * @param what runs
     */
    Progress(PrintWriter err, boolean terminal, String what) {
        this.what = what;
        this.err = err;
        this.terminal = terminal;
    }

    @Override
    public void accept(Integer done, Integer all) {
        int steps = terminal ? STEPS : LINES;
        int now = (int) ((long) done * steps / all);
        if (now == shown) {
            return;
        }
        shown = now;
        if (terminal) {
            err.print("\r  [" + "#".repeat(now) + ".".repeat(STEPS - now) + "] " + done + " pods, " + what);
        } else if (now > 0) {
            err.println("  " + done + " of " + all + " pods, " + what);
        }
        err.flush();
    }

    void end() {
        if (terminal) {
            err.println();
        }
    }
}
