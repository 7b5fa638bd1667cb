package io.switchman.events.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Builds a capture of sysfs and procfs for a test. */
final class SysfsTree {
    final Path root;
    private final boolean links;

    /**
     * Begins a capture.
     *
     * @param links whether {@code bus/pci/devices} holds links, as the kernel has it, or directories, as some tools copy it
     */
    SysfsTree(Path root, boolean links) {
        this.root = root;
        this.links = links;
        mkdirs(root.resolve("sys/bus/pci/devices"));
        mkdirs(root.resolve("sys/devices"));
    }

    SysfsTree(Path root) {
        this(root, true);
    }

    /** Adds a function; the path is what follows {@code devices/}. */
    SysfsTree function(String path, String classCode, String vendor, String device, int numa) {
        Path directory = root.resolve("sys/devices").resolve(path);
        mkdirs(directory);
        String name = String.valueOf(directory.getFileName());
        Path entry = root.resolve("sys/bus/pci/devices").resolve(name);
        if (links) {
            link(entry, "../../../devices/" + path);
        } else {
            mkdirs(entry);
        }
        write(path, "class", classCode);
        write(path, "vendor", vendor);
        write(path, "device", device);
        return write(path, "numa_node", Integer.toString(numa));
    }

    SysfsTree bridge(String path) {
        return function(path, "0x060400", "0x1000", "0xc030", 0);
    }

    SysfsTree gpu(String path, int numa) {
        return function(path, "0x030200", "0x10de", "0x2330", numa);
    }

    SysfsTree nic(String path, int numa) {
        return function(path, "0x020700", "0x15b3", "0x1021", numa);
    }

    /** Writes a file below {@code sys/devices}. */
    SysfsTree write(String path, String file, String text) {
        return file("sys/devices/" + path + "/" + file, text);
    }

    /** Writes a file below the root. */
    SysfsTree file(String path, String text) {
        Path file = root.resolve(path);
        mkdirs(Objects.requireNonNull(file.getParent()));
        try {
            Files.writeString(file, text + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    SysfsTree link(String path, String file, String target) {
        link(root.resolve("sys/devices").resolve(path).resolve(file), target);
        return this;
    }

    private static void link(Path link, String target) {
        try {
            Files.createSymbolicLink(link, Path.of(target));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void mkdirs(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
