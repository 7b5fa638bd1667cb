package io.switchman.events.machine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * Saved descriptions of real machines. They are other people's and not part of this repository; tests that read them run
 * where the directory is: named by SWITCHMAN_DATA, or {@code ../shared/data} beside a checkout.
 */
public final class RealData {
    private RealData() {}

    /** A file or directory of the data; skips the test if there is none. */
    public static Path path(String name) {
        Optional<Path> root = root();
        Assumptions.assumeTrue(root.isPresent(), "no data of real machines here: set SWITCHMAN_DATA to its directory");
        Path path = root.orElseThrow().resolve(name);
        Assumptions.assumeTrue(Files.exists(path), "the data of real machines has no " + name);
        return path;
    }

    private static Optional<Path> root() {
        String named = System.getProperty("SWITCHMAN_DATA", System.getenv("SWITCHMAN_DATA"));
        if (named != null && !named.isBlank()) {
            return Optional.of(Path.of(named)).filter(Files::isDirectory);
        }
        Path here = Path.of("").toAbsolutePath();
        while (here != null && !Files.isDirectory(here.resolve(".mvn"))) {
            here = here.getParent();
        }
        if (here == null) {
            return Optional.empty();
        }
        // A worktree lies one directory deeper than the checkout itself.
        return List.of(here.resolve("../shared/data"), here.resolve("../../shared/data")).stream()
                .map(Path::normalize)
                .filter(Files::isDirectory)
                .findFirst();
    }
}
