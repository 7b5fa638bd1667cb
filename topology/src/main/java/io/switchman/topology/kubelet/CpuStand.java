package io.switchman.topology.kubelet;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * CPUs of the static CPU manager for each NUMA node: nobody's, and those that ended init containers leave to the pod.
 *
 * @param free free for anybody
 * @param reusable {@code cpusToReuse}
 */
record CpuStand(List<Integer> free, List<Integer> reusable) {
    CpuStand {
        free = List.copyOf(free);
        reusable = List.copyOf(reusable);
    }

    static CpuStand of(@Nullable CpuFacts cpus) {
        List<Integer> free = cpus == null ? List.of() : cpus.free();
        return new CpuStand(free, Collections.nCopies(free.size(), 0));
    }

    /** The CPU manager's hints ({@code GetTopologyHints}, {@code GetPodTopologyHints} of the static policy). */
    List<Hint> hints(CpuFacts cpus, NumaNodes numa, int request) {
        if (request == 0) {
            return List.of(Hint.DONT_CARE);
        }
        List<Hint> hints = Census.hints(
                census(cpus.total(), numa), census(free, numa), census(reusable, numa), numa.mask(), request);
        return hints.isEmpty() ? List.of(Hint.IMPOSSIBLE) : hints;
    }

    private static Census census(List<Integer> counts, NumaNodes numa) {
        Census census = new Census();
        for (int i = 0; i < counts.size(); i++) {
            census.add(numa.ids().get(i), counts.get(i));
        }
        return census;
    }

    /**
     * Takes CPUs, those inside the mask first ({@code allocateCPUs}).
     *
     * @return what is left, or null where they do not suffice
     */
    @Nullable
    CpuStand take(NumaNodes numa, long affinity, int request, boolean ends) {
        if (request > IntStream.range(0, free.size()).map(this::left).sum()) {
            return null;
        }
        int[] taken = new int[free.size()];
        int missing =
                pack(taken, request, i -> Census.holds(affinity, numa.ids().get(i)));
        pack(taken, missing, i -> true);
        List<Integer> freeAfter = new ArrayList<>();
        List<Integer> reusableAfter = new ArrayList<>();
        for (int i = 0; i < taken.length; i++) {
            int reused = Math.min(taken[i], reusable.get(i));
            freeAfter.add(free.get(i) - taken[i] + reused);
            reusableAfter.add(reusable.get(i) + (ends ? taken[i] - reused : -reused));
        }
        return new CpuStand(freeAfter, reusableAfter);
    }

    private int left(int node) {
        return free.get(node) + reusable.get(node);
    }

    /** Whole nodes first, then the rest from those with the fewest CPUs left ({@code takeByTopologyNUMAPacked}). */
    private int pack(int[] taken, int request, IntPredicate among) {
        List<Integer> nodes = IntStream.range(0, free.size())
                .filter(among)
                .boxed()
                .sorted(Comparator.comparingInt(node -> left(node) <= request ? -left(node) : left(node)))
                .toList();
        int missing = request;
        for (int node : nodes) {
            int take = Math.min(missing, left(node) - taken[node]);
            taken[node] += take;
            missing -= take;
        }
        return missing;
    }
}
