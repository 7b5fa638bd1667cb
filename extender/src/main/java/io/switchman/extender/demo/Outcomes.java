package io.switchman.extender.demo;

import io.switchman.topology.kubelet.Forecast;
import io.switchman.topology.kubelet.OutcomeClass;
import io.switchman.topology.model.Locality;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What became of a workload: how near the devices of each placed pod are, and why others were not placed. */
public final class Outcomes {
    private final List<Placed> placed = new ArrayList<>();
    private final Map<String, Integer> waiting = new TreeMap<>();

    /** A placed pod; the level is null if it asked for one kind of device only. */
    record Placed(
            DemoPod pod, @Nullable Locality level, @Nullable Forecast forecast) {}

    void placed(DemoPod pod, @Nullable Locality level, @Nullable Forecast forecast) {
        placed.add(new Placed(pod, level, forecast));
    }

    void leftOver(String reason) {
        waiting.merge(reason, 1, Integer::sum);
    }

    int placedPods() {
        return placed.size();
    }

    /** Pods never placed, by reason. */
    Map<String, Integer> leftOver() {
        return waiting;
    }

    /** Placed pods that asked for GPUs and VFs, by the level of their worst pair. */
    Map<Locality, Integer> byLevel() {
        Map<Locality, Integer> counts = new EnumMap<>(Locality.class);
        for (Placed one : placed) {
            if (one.level() != null) {
                counts.merge(one.level(), 1, Integer::sum);
            }
        }
        return counts;
    }

    /** Placed pods of some kind with GPUs and VFs, and how many of them are in GPUDirect reach as a whole. */
    Share share(Predicate<DemoPod> kind) {
        int all = 0;
        int near = 0;
        for (Placed one : placed) {
            if (one.level() != null && kind.test(one.pod())) {
                all++;
                near += one.level().allowsGpuDirect() ? 1 : 0;
            }
        }
        return new Share(near, all);
    }

    /** Placed pods with GPUs and VFs of which we said this when they were bound, and what came of it. */
    Kept kept(OutcomeClass kind) {
        int all = 0;
        int near = 0;
        double expected = 0;
        for (Placed one : placed) {
            if (one.level() != null && one.forecast() != null && one.forecast().kind() == kind) {
                all++;
                near += one.level().allowsGpuDirect() ? 1 : 0;
                expected += one.forecast().p();
            }
        }
        return new Kept(all, expected, near);
    }

    /**
     * What was said and what came of it.
     *
     * @param expected sum of the chances
     * @param near how many are in GPUDirect reach
     */
    record Kept(int all, double expected, int near) {
        @Override
        public String toString() {
            return all == 0
                    ? "-"
                    : "%d: %d %% -> %d %%"
                            .formatted(all, Math.round(100 * expected / all), Math.round(100.0 * near / all));
        }
    }

    /** Some of all. */
    record Share(int near, int all) {
        @Override
        public String toString() {
            return all == 0 ? "-" : "%d %% of %d".formatted(Math.round(100.0 * near / all), all);
        }
    }
}
