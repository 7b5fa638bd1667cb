package io.switchman.e2e.plane;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * The programs of a control plane, built from their sources.
 *
 * @param directory where they are
 */
record Programs(Path directory) {
    private static final Path BUILD = Path.of("controlplane", "build");
    private static final Path LOG = Path.of("target", "controlplane-build.log");
    private static final long BUILT_WITHIN_MINUTES = 20;

    /** The exit code by which the script says that there is no fitting Go. */
    private static final int NO_GO = 3;

    /** Builds them if they are not there. */
    static Programs built() {
        try {
            Files.createDirectories(LOG.getParent());
            Process build = new ProcessBuilder(BUILD.toString())
                    .redirectError(LOG.toFile())
                    .start();
            try {
                return printedBy(build);
            } finally {
                build.descendants().forEach(ProcessHandle::destroy);
                build.destroy();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while the control plane was built", e);
        }
    }

    private static Programs printedBy(Process build) throws IOException, InterruptedException {
        LogFile log = new LogFile(LOG);
        if (!build.waitFor(BUILT_WITHIN_MINUTES, TimeUnit.MINUTES)) {
            throw new AssertionError(
                    "the control plane was not built within %d min%n%s".formatted(BUILT_WITHIN_MINUTES, log.end()));
        }
        if (build.exitValue() == NO_GO) {
            throw new AssertionError(Files.readString(LOG).strip());
        }
        if (build.exitValue() != 0) {
            throw new AssertionError("%s ended with exit code %d%n%s".formatted(BUILD, build.exitValue(), log.end()));
        }
        String printed = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Programs(Path.of(printed.strip()));
    }

    String etcd() {
        return directory.resolve("etcd").toString();
    }

    String apiServer() {
        return directory.resolve("kube-apiserver").toString();
    }

    String scheduler() {
        return directory.resolve("kube-scheduler").toString();
    }
}
