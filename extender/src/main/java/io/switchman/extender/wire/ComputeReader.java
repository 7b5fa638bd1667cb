package io.switchman.extender.wire;

import io.switchman.events.kube.Containers;
import io.switchman.events.kube.Quantity;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a container's CPU and memory say.
 *
 * @param requests by resource, limits standing in where none is given
 * @param limits by resource
 */
record ComputeReader(Map<String, String> requests, Map<String, String> limits) {
    /** Whether they are as in all containers of a Guaranteed pod. */
    boolean guaranteed() {
        return Containers.OF_QOS.stream()
                .allMatch(name -> Containers.isFixed(value(limits, name), value(requests, name)));
    }

    /** CPUs of its own that it would get if its pod is guaranteed, or 0. */
    int cpus() {
        return guaranteed() ? Containers.ownCpus(value(requests, "cpu")) : 0;
    }

    private static @Nullable BigDecimal value(Map<String, String> quantities, String name) {
        String text = quantities.get(name);
        return text == null ? null : Quantity.parse(text);
    }
}
