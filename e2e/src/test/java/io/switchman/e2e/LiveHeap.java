package io.switchman.e2e;

import io.switchman.e2e.plane.LocalProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What lives on the heap of a JVM, by class. Counting has the JVM collect all garbage first, so two counts differ by what is kept.
 *
 * @param bytes by class
 */
record LiveHeap(Map<String, Long> bytes) {
    private static final int COLUMNS = 4;
    private static final int MOST_TOLD = 8;

    /** What the collector fills gaps with. */
    private static final String FILLER = "FillerElement";

    static LiveHeap of(LocalProcess process) {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try {
            Process run = new ProcessBuilder(jcmd, Long.toString(process.pid()), "GC.class_histogram")
                    .redirectErrorStream(true)
                    .start();
            Map<String, Long> bytes = new TreeMap<>();
            try (BufferedReader lines = run.inputReader(StandardCharsets.UTF_8)) {
                lines.lines()
                        .map(line -> line.trim().split("\\s+"))
                        .filter(line ->
                                line.length >= COLUMNS && line[0].matches("[0-9]+:") && !line[3].contains(FILLER))
                        .forEach(line -> bytes.merge(line[3], Long.parseLong(line[2]), Long::sum));
            }
            if (bytes.isEmpty()) {
                throw new AssertionError(jcmd + " counted nothing");
            }
            return new LiveHeap(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long total() {
        return bytes.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Where it grew most since an earlier count. */
    String growthSince(LiveHeap before) {
        List<Map.Entry<String, Long>> growth = bytes.entrySet().stream()
                .map(of -> Map.entry(of.getKey(), of.getValue() - before.bytes().getOrDefault(of.getKey(), 0L)))
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(MOST_TOLD)
                .toList();
        return growth.stream()
                .map(of -> "%s %+d KB".formatted(of.getKey(), of.getValue() >> 10))
                .collect(Collectors.joining(", "));
    }
}
