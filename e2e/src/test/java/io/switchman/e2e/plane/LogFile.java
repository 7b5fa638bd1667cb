package io.switchman.e2e.plane;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a process writes to. */
record LogFile(Path path) {
    private static final int END_BYTES = 6_000;

    /** The end of it, under its name. */
    String end() {
        if (!Files.exists(path)) {
            return "there is no " + path;
        }
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            long from = Math.max(0, file.length() - END_BYTES);
            byte[] bytes = new byte[(int) (file.length() - from)];
            file.seek(from);
            file.readFully(bytes);
            return "the end of %s:%n%s".formatted(path, new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return path + " cannot be read: " + e.getMessage();
        }
    }
}
