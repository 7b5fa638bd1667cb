package io.switchman.topology.kubelet;

import io.switchman.topology.kubelet.GpuScores.Closeness;
import io.switchman.topology.model.GpuPlugin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Boards with eight GPUs and eight ports, written as words: {@code A} has two of each under a switch and two switches at a
 * socket, {@code B} one of each; {@code pool2} or {@code rails2} say how the VFs are named and how many a port has.
 */
record Board(List<String> words) {
    static Board of(String text) {
        return new Board(List.of(text.split(" ", -1)));
    }

    KubeletNode node(KubeletFacts kubelet, String busy) {
        List<String> taken = Arrays.asList(busy.split(" ", -1));
        String board = words.getFirst();
        List<GpuUnit> gpus = IntStream.range(0, 8)
                .mapToObj(i -> new GpuUnit(gpuNuma(board, i), device(board, i), taken.contains("g" + i)))
                .toList();
        GpuScores scores = GpuScores.of(8, (i, j) -> GpuScores.score(closeness(board, i, j), 18));
        NumaNodes numa = NumaNodes.of(board.equals("A-nps4") ? List.of(0, 1, 2, 3) : List.of(0, 1));
        return new KubeletNode(kubelet, numa, new GpuPool("gpu", gpus, scores, GpuPlugin.NVIDIA), ports(board));
    }

    static PodDemand pod(String text) {
        List<ContainerDemand> init = new ArrayList<>();
        List<ContainerDemand> containers = new ArrayList<>();
        for (String container : text.split(", ", -1)) {
            Map<String, Integer> limits = new HashMap<>();
            List<String> tokens = List.of(container.split(" ", -1));
            tokens.stream()
                    .map(token -> token.split("\\*", -1))
                    .filter(pair -> pair.length == 2)
                    .forEach(pair -> limits.put(pair[1], Integer.parseInt(pair[0])));
            Integer cpus = limits.remove("cpu");
            boolean sidecar = tokens.contains("sidecar");
            ContainerDemand demand = new ContainerDemand(limits, cpus == null ? 0 : cpus, sidecar);
            (sidecar || tokens.contains("init") ? init : containers).add(demand);
        }
        return new PodDemand(init, containers);
    }

    @Nullable
    CpuFacts cpus() {
        return words.contains("cpus") ? new CpuFacts(List.of(48, 48), List.of(46, 48)) : null;
    }

    private List<VfPort> ports(String board) {
        String names = words.get(1);
        boolean rails = names.startsWith("rails");
        int vfs = names.charAt(names.length() - 1) - '0';
        boolean without = board.equals("A-without-numa") || words.contains("ports-without-numa");
        List<VfPort> ports = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Integer numa = without ? null : portNuma(board, i);
            ports.add(new VfPort(rails ? "rail" + i : "vf", numa, device(board, i), vfs, Set.of()));
        }
        if (words.contains("storage")) {
            ports.add(new VfPort("vf", 0, null, 1, Set.of()));
            ports.add(new VfPort("vf", 1, null, 1, Set.of()));
        }
        return ports;
    }

    private static String device(String board, int i) {
        return "s" + (board.equals("B") ? i : i / 2);
    }

    private static @Nullable Integer gpuNuma(String board, int i) {
        boolean without = board.equals("A-without-numa") || board.equals("A-half-numa") && i >= 4;
        return without ? null : portNuma(board, i);
    }

    private static Integer portNuma(String board, int i) {
        return board.equals("A-nps4") ? i / 2 : i / 4;
    }

    private static Closeness closeness(String board, int i, int j) {
        if (device(board, i).equals(device(board, j))) {
            return Closeness.SINGLE_SWITCH;
        }
        return i / 4 == j / 4 ? Closeness.SAME_CPU : Closeness.CROSS_CPU;
    }
}
