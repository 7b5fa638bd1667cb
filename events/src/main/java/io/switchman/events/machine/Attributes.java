package io.switchman.events.machine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Small files of sysfs and procfs. An absent one is no problem, one with nonsense in it is. */
final class Attributes {
    private final Problems problems;

    Attributes(Problems problems) {
        this.problems = problems;
    }

    /** The text of a file without the white space around it, or null where it cannot be read. */
    static @Nullable String text(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(Limits.ATTRIBUTE_BYTES), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return null;
        }
    }

    /** The text of a symbolic link, whether or not it leads anywhere; null if it is none. */
    static @Nullable String link(Path link) {
        try {
            return Files.isSymbolicLink(link) ? Files.readSymbolicLink(link).toString() : null;
        } catch (IOException e) {
            return null;
        }
    }

    /** Names in a directory, in order; none where it cannot be read. */
    static List<String> names(Path directory, Predicate<String> wanted) {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                String name = String.valueOf(entry.getFileName());
                if (wanted.test(name)) {
                    names.add(name);
                }
            }
        } catch (IOException | UncheckedIOException | java.nio.file.DirectoryIteratorException e) {
            return List.of();
        }
        Collections.sort(names);
        return names;
    }

    /**
     * A hexadecimal attribute such as {@code class}.
     *
     * @return its value, or -1 where it is absent or was refused
     */
    int hex(Path file, int max) {
        String text = text(file);
        if (text == null) {
            return -1;
        }
        if (text.matches("0x[0-9a-fA-F]{1,6}") && Integer.parseInt(text.substring(2), 16) <= max) {
            return Integer.parseInt(text.substring(2), 16);
        }
        problems.add(file.toString(), "'" + text + "' is not a hexadecimal number up to 0x" + Integer.toHexString(max));
        return -1;
    }

    /**
     * A decimal attribute such as {@code numa_node}.
     *
     * @return its value, or null where it is absent or was refused
     */
    @Nullable
    Integer decimal(Path file, int min, int max) {
        String text = text(file);
        if (text == null) {
            return null;
        }
        if (text.matches("-?[0-9]{1,9}")) {
            int value = Integer.parseInt(text);
            if (value >= min && value <= max) {
                return value;
            }
        }
        problem(file, "'" + text + "' is not a number from " + min + " to " + max);
        return null;
    }

    void problem(Path file, String what) {
        problems.add(file.toString(), what);
    }
}
