package io.switchman.extender.request;

import io.switchman.extender.policy.PodPolicy;
import io.switchman.topology.placement.Request;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a pod asks of us. */
public sealed interface Asked {
    /** Nothing: it names no managed resource, or asks for none of them. Every node will do. */
    record Nothing() implements Asked {}

    /**
     * Devices.
     *
     * @param request what a node must give
     * @param policy what else holds for the pod
     * @param job the job that it is of, or null
     */
    record Devices(
            Request request, PodPolicy policy, @Nullable JobId job) implements Asked {}

    /** Something impossible or unreadable; the pod must be changed. */
    record Wrong(List<String> problems) implements Asked {
        public Wrong {
            problems = List.copyOf(problems);
        }

        /** All problems in one line, as an event shows them. */
        public String text() {
            return String.join("; ", problems);
        }
    }
}
