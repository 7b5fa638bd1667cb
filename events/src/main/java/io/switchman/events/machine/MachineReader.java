package io.switchman.events.machine;

import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a machine's description whatever its form, which is told by its content and not by its name. */
public final class MachineReader {
    private static final int BYTE_ORDER_MARK = 3;

    private MachineReader() {}

    /** Reads a description, naming VFs per port where it names none. */
    public static Reading read(Path path) {
        return read(path, Naming.PER_PORT);
    }

    /**
     * Reads a description.
     *
     * @param path a directory (the root of a machine or of a capture of its sysfs), or a file with an NCCL topology in XML
     *     or a MachineType in YAML or JSON
     * @param naming names of VFs where the source has none
     */
    public static Reading read(Path path, Naming naming) {
        if (Files.isDirectory(path)) {
            return SysfsReader.read(path, naming);
        }
        Problems problems = new Problems();
        byte[] bytes = InputFile.read(path, problems);
        if (bytes == null) {
            return problems.refuse();
        }
        int first = firstCharacter(bytes);
        if (first < 0) {
            return Problems.refuse(path.toString(), "is empty");
        }
        return first == '<'
                ? NcclXmlReader.read(path.toString(), bytes, naming)
                : MachineTypeReader.read(path.toString(), bytes, naming);
    }

    /** The first byte that is neither white space nor part of a UTF-8 byte order mark, or -1. */
    private static int firstCharacter(byte[] bytes) {
        boolean marked = bytes.length >= BYTE_ORDER_MARK
                && (bytes[0] & 0xff) == 0xef
                && (bytes[1] & 0xff) == 0xbb
                && (bytes[2] & 0xff) == 0xbf;
        for (int i = marked ? BYTE_ORDER_MARK : 0; i < bytes.length; i++) {
            if (bytes[i] > ' ' || bytes[i] < 0) {
                return bytes[i] & 0xff;
            }
        }
        return -1;
    }
}
