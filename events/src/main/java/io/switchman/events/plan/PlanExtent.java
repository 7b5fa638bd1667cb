package io.switchman.events.plan;

import io.switchman.topology.model.PciAddress;
import java.util.List;

/** What the pod may get instead of what is planned; the same as a claim's extent, in devices anybody can name. */
public sealed interface PlanExtent {
    /** Nothing else. */
    record Exact() implements PlanExtent {}

    /**
     * The VFs are these, the GPUs are one of some sets.
     *
     * @param gpuSets two or more, each ascending and without repetition
     */
    record OneOf(List<List<PciAddress>> gpuSets) implements PlanExtent {
        public OneOf {
            gpuSets = gpuSets.stream()
                    .map(set -> set.stream().sorted().distinct().toList())
                    .distinct()
                    .toList();
            if (gpuSets.size() < 2) {
                throw new IllegalArgumentException("one of " + gpuSets.size() + " sets: 2 or more are a choice");
            }
        }
    }

    /** Any of their kind. */
    record Any() implements PlanExtent {}
}
