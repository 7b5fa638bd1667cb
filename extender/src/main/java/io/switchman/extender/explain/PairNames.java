package io.switchman.extender.explain;

import io.switchman.topology.model.VfSource;
import io.switchman.topology.placement.Plan;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives each pair of a plan one of the VFs that the plan takes from its port, in order. */
final class PairNames {
    private final Map<Integer, Deque<String>> left = new HashMap<>();

    PairNames(Plan plan) {
        for (Plan.Take take : plan.vfs()) {
            VfSource source = plan.machine().sources().get(take.source());
            Deque<String> names = left.computeIfAbsent(source.port(), _ -> new ArrayDeque<>());
            for (int i = 0; i < take.count(); i++) {
                names.add(source.pool().resource().value());
            }
        }
    }

    /** The resource name of the pair's VF; each VF is given once. */
    @Nullable
    String resource(Plan.Pair pair) {
        Deque<String> names = left.get(pair.port());
        return names == null ? null : names.poll();
    }
}
