package io.switchman.events.machine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Machine types that come with the program: well-known servers, for trying things out and as patterns to copy. */
public final class BundledMachines {
    private static final String DIRECTORY = "/io/switchman/events/machines/";
    private static final Map<String, Reading.Read> BY_NAME = readAll();

    private BundledMachines() {}

    /** Their names in the order of the index. */
    public static List<String> names() {
        return List.copyOf(BY_NAME.keySet());
    }

    /** All of them in the order of the index; each has a machine and a type. */
    public static List<Reading.Read> all() {
        return List.copyOf(BY_NAME.values());
    }

    /** The one of a name, or null. */
    public static Reading.@Nullable Read named(String name) {
        return BY_NAME.get(name);
    }

    /** The text of one, with its comment on how the devices are wired, or null. */
    public static @Nullable String yaml(String name) {
        return BY_NAME.containsKey(name) ? new String(resource(name + ".yaml"), StandardCharsets.UTF_8) : null;
    }

    private static Map<String, Reading.Read> readAll() {
        Map<String, Reading.Read> machines = new LinkedHashMap<>();
        new String(resource("index"), StandardCharsets.UTF_8).lines().forEach(name -> machines.put(name, read(name)));
        return machines;
    }

    private static Reading.Read read(String name) {
        String file = name + ".yaml";
        return switch (MachineTypeReader.read(file, resource(file), Naming.PER_PORT)) {
            case Reading.Read read -> read;
            case Reading.Unreadable unreadable ->
                throw new IllegalStateException("a bundled machine cannot be read: " + unreadable.problems());
        };
    }

    private static byte[] resource(String name) {
        try (InputStream in = BundledMachines.class.getResourceAsStream(DIRECTORY + name)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + DIRECTORY + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
