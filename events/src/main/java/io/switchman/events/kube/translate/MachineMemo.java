package io.switchman.events.kube.translate;

import com.google.gson.JsonObject;
import io.switchman.events.machine.MachineTypeReader;
import io.switchman.events.machine.Naming;
import io.switchman.events.machine.Problem;
import io.switchman.events.machine.Problems;
import io.switchman.events.machine.Reading;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Descriptions of machines that were read before. The same description gives the same machine, which the state tells
 * machines apart by; and a node's frequent changes of status cost no reading.
 *
 * <p>Any thread may use it.
 */
public final class MachineMemo {
    private final Naming naming;
    private final Map<String, Reading> readings;

    /**
     * Begins empty.
     *
     * @param naming names of VFs where a description has none
     * @param max most descriptions that are kept, the least recently used go first. A machine whose description was
     *     dropped is another one when it is read again
     */
    public MachineMemo(Naming naming, int max) {
        this.naming = naming;
        this.readings = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Reading> eldest) {
                return size() > max;
            }
        };
    }

    /**
     * Reads the description in a spec that holds {@code machine} or {@code ncclXml}.
     *
     * @param source which object, for problems
     * @param name what a nameless machine is called
     * @param problems gets what is wrong
     * @return the reading, or null if it is refused
     */
    synchronized Reading.@Nullable Read read(String source, String name, JsonObject spec, Problems problems) {
        String text = spec.toString();
        String key = digest(name + "\n" + text);
        Reading reading = readings.get(key);
        if (reading == null) {
            reading = MachineTypeReader.read(name, text.getBytes(StandardCharsets.UTF_8), naming);
            readings.put(key, reading);
        }
        return switch (reading) {
            case Reading.Read read -> read;
            case Reading.Unreadable unreadable -> {
                for (Problem problem : unreadable.problems()) {
                    problems.add(source + where(name, problem.where()), problem.what());
                }
                yield null;
            }
        };
    }

    /** The path below the spec. The text is one line, so the line says nothing. */
    private static String where(String name, String where) {
        String line = name + ":1";
        String rest = where.startsWith(line) ? where.substring(line.length()).strip() : where;
        return rest.isEmpty() ? " spec" : " spec." + rest;
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
