package io.switchman.e2e.plane;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A program of the control plane. It can be stopped or killed and started again; command, address and data stay the same.
 *
 * <p>Its standard input is a pipe whose other end is here. The program ends itself when that pipe ends (see
 * {@code controlplane/leash}), and the kernel sees to that however this JVM dies.
 */
public final class LocalProcess {
    private static final Duration READY_WITHIN = Duration.ofSeconds(90);
    private static final Duration GONE_WITHIN = Duration.ofSeconds(60);

    private final String name;
    private final List<String> command;
    private final LogFile log;
    private final Health health;
    private @Nullable Process process;

    LocalProcess(String name, List<String> command, Path log, Health health) {
        this.name = name;
        this.command = List.copyOf(command);
        this.log = new LogFile(log);
        this.health = health;
    }

    /** Starts it, and waits until it says that it is ready. */
    public void start() {
        if (isRunning()) {
            throw new IllegalStateException(name + " runs already");
        }
        File output = log.path().toFile();
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output));
        builder.environment().put("SWITCHMAN_LEASH", "stdin");
        Process started;
        try {
            started = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be started", e);
        }
        process = started;
        Await.until(name + " to be ready", READY_WITHIN, () -> isReady(started), log::end);
    }

    private @Nullable Boolean isReady(Process started) throws IOException {
        if (!started.isAlive()) {
            throw new AssertionError("%s ended with exit code %d before it was ready%n%s"
                    .formatted(name, started.exitValue(), log.end()));
        }
        return health.isGood() ? true : null;
    }

    /** Asks it to end (SIGTERM), and waits until it did. */
    public void stop() {
        end(false);
    }

    /** Ends it without asking (SIGKILL). */
    public void kill() {
        end(true);
    }

    private void end(boolean forcibly) {
        Process running = process;
        if (running == null) {
            return;
        }
        if (forcibly) {
            running.destroyForcibly();
        } else {
            running.destroy();
        }
        awaitEnd(running);
        process = null;
    }

    private void awaitEnd(Process running) {
        try {
            if (!running.waitFor(GONE_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                running.destroyForcibly();
                throw new AssertionError("%s did not end within %d s, so it was killed%n%s"
                        .formatted(name, GONE_WITHIN.toSeconds(), log.end()));
            }
        } catch (InterruptedException e) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** Ends it by letting go of its standard input, as the death of this JVM would. */
    void letGo() {
        Process running = process;
        if (running == null) {
            throw new IllegalStateException(name + " does not run");
        }
        try {
            running.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        awaitEnd(running);
    }

    /** Whether it was started and has not ended. */
    public boolean isRunning() {
        return process != null && process.isAlive();
    }

    /** Its number. */
    public long pid() {
        Process running = process;
        if (running == null) {
            throw new IllegalStateException(name + " does not run");
        }
        return running.pid();
    }

    /** The end of what it wrote. */
    public String logEnd() {
        return log.end();
    }
}
