package io.switchman.events.plan;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads keys from a file, or from all files of a directory in the order of their names. A line is {@code id base64key}; empty
 * lines and those that begin with # are left out.
 */
final class KeyFiles {
    /** Where a mounted Secret keeps its present files: a link that is changed in one step. */
    private static final String PRESENT = "..data";

    private static final int MAX_BYTES = 64 << 10;
    private static final int MAX_KEYS = 16;

    private final List<PlanKey> keys = new ArrayList<>();

    private KeyFiles() {}

    /** What came of reading. */
    sealed interface Result {
        /** At least one key, the one that signs first. */
        record Found(List<PlanKey> keys) implements Result {}

        /** Something is wrong; the reason says where, and holds nothing that a key file holds. */
        record Wrong(String reason) implements Result {}
    }

    static Result read(Path path) {
        KeyFiles files = new KeyFiles();
        try {
            for (Path file : filesOf(path)) {
                String wrong = files.add(file);
                if (!wrong.isEmpty()) {
                    return new Result.Wrong(wrong);
                }
            }
        } catch (IOException e) {
            return new Result.Wrong(path + " cannot be read: " + e.getClass().getSimpleName());
        }
        return files.keys.isEmpty() ? new Result.Wrong(path + " holds no key") : new Result.Found(files.keys);
    }

    /** The link is followed once, so that all files are of one state of the Secret. */
    private static List<Path> filesOf(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        Path present = path.resolve(PRESENT);
        Path directory = Files.isDirectory(present) ? present.toRealPath() : path;
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        }
    }

    /** Adds the keys of a file; answers what is wrong, or nothing. */
    private String add(Path file) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        }
        if (bytes.length > MAX_BYTES) {
            return file + " is larger than " + MAX_BYTES + " bytes";
        }
        int number = 0;
        for (String line : new String(bytes, StandardCharsets.ISO_8859_1).split("\n", -1)) {
            number++;
            String text = line.strip();
            if (!text.isEmpty() && !text.startsWith("#")) {
                String wrong = addLine(text);
                if (!wrong.isEmpty()) {
                    return file + ":" + number + ": " + wrong;
                }
            }
        }
        return "";
    }

    private String addLine(String line) {
        String[] parts = line.split("\\s+", -1);
        if (parts.length != 2 || !PlanKey.isId(parts[0])) {
            return "must be 'id base64key'; an id has 1 to 64 letters, digits, dots, dashes or underscores";
        }
        if (keys.stream().anyMatch(key -> key.id().equals(parts[0]))) {
            return "has an id that occurs before";
        }
        byte[] secret;
        try {
            secret = Base64.getDecoder().decode(parts[1]);
        } catch (IllegalArgumentException e) {
            return "the key is not base64";
        }
        if (!PlanKey.isLength(secret.length)) {
            return "the key has " + secret.length + " bytes; at least " + PlanKey.MIN_BYTES
                    + " are needed. Maybe make it with: head -c 32 /dev/urandom | base64";
        }
        if (keys.size() == MAX_KEYS) {
            return "more than " + MAX_KEYS + " keys";
        }
        keys.add(new PlanKey(parts[0], secret));
        return "";
    }
}
