package io.switchman.topology.kubelet;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Cases as the measured ones are written, by chance: more containers, busy GPUs, zero limits and odd nodes. */
final class GeneratedRows {
    private static final List<String> BOARDS = List.of("A", "B", "A-nps4", "A", "B", "A-half-numa", "A-without-numa");
    private static final List<String> VFS = List.of("1", "1", "2", "8");
    private static final List<String> POLICIES =
            List.of("none", "none", "best-effort", "best-effort", "best-effort", "restricted", "single-numa-node");

    private final SplittableRandom random;

    GeneratedRows(long seed) {
        this.random = new SplittableRandom(seed);
    }

    MeasuredTest.Row next() {
        boolean rails = random.nextBoolean();
        List<String> cells = List.of(
                board(rails),
                oneOf(List.of("1.35", "1.36")),
                oneOf(POLICIES),
                oneOf(List.of("container", "pod")),
                random.nextInt(3) == 0 ? "-" : busy(),
                pod(rails));
        return MeasuredTest.Row.of(String.join("; ", cells) + " | " + String.join(" | ", cells) + " | - | -");
    }

    private String board(boolean rails) {
        return oneOf(BOARDS)
                + (rails ? " rails" : " pool")
                + oneOf(VFS)
                + (random.nextInt(10) == 0 ? " storage" : "")
                + (random.nextInt(10) == 0 ? " ports-without-numa" : "");
    }

    private String busy() {
        return IntStream.range(0, 8)
                .filter(gpu -> random.nextInt(4) == 0)
                .mapToObj(gpu -> "g" + gpu)
                .collect(Collectors.joining(" "));
    }

    private String pod(boolean rails) {
        // No three: the model takes from seconds to minutes where each draws from the order that the last one left.
        String first =
                random.nextBoolean() ? oneOf(List.of("init ", "init ", "sidecar ", "")) + limits(rails) + ", " : "";
        return first + limits(rails);
    }

    private String limits(boolean rails) {
        List<String> limits = new ArrayList<>();
        if (random.nextInt(4) != 0) {
            limits.add(random.nextInt(5) + "*gpu");
        }
        if (rails) {
            IntStream.range(0, 8)
                    .filter(rail -> random.nextInt(4) == 0)
                    .forEach(rail -> limits.add((random.nextInt(8) == 0 ? 0 : 1) + "*rail" + rail));
        } else if (random.nextInt(4) != 0) {
            limits.add(random.nextInt(5) + "*vf");
        }
        return String.join(" ", limits);
    }

    private String oneOf(List<String> words) {
        return words.get(random.nextInt(words.size()));
    }
}
