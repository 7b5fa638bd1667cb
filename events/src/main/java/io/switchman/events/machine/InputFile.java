package io.switchman.events.machine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads a file that may be anything: too large, missing, without an end. */
final class InputFile {
    private static final String BYTE_ORDER_MARK = "\ufeff";

    private InputFile() {}

    /** The bytes of a file, or null with the problem added. */
    static byte @Nullable [] read(Path file, Problems problems) {
        String where = file.toString();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(Limits.FILE_BYTES + 1);
            if (bytes.length <= Limits.FILE_BYTES) {
                return bytes;
            }
            problems.add(where, "larger than " + Limits.FILE_BYTES + " bytes, the most that is read");
        } catch (NoSuchFileException e) {
            problems.add(where, "does not exist");
        } catch (AccessDeniedException e) {
            problems.add(where, "may not be read (permission denied)");
        } catch (IOException e) {
            problems.add(where, "cannot be read: " + e.getMessage());
        }
        return null;
    }

    /** The text of bytes in UTF-8 without a byte order mark, or null with the problem added. */
    static @Nullable String text(String where, byte[] bytes, Problems problems) {
        if (bytes.length > Limits.FILE_BYTES) {
            problems.add(where, "larger than " + Limits.FILE_BYTES + " bytes, the most that is read");
            return null;
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (CharacterCodingException _) {
            problems.add(where, "is not UTF-8 text");
            return null;
        }
    }

    /** The name without directories and extensions. */
    static String stem(String file) {
        String name = file.substring(file.lastIndexOf('/') + 1);
        int dot = name.indexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
