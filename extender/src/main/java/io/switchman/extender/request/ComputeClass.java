package io.switchman.extender.request;

import io.switchman.events.kube.resources.Containers;
import io.switchman.events.kube.resources.Quantity;
import io.switchman.extender.wire.PodFacts;
import io.switchman.extender.wire.PodFacts.ContainerNeeds;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the CPU and memory of a pod's containers say: only in Guaranteed pods may a container get CPUs of its own. */
final class ComputeClass {
    private ComputeClass() {}

    /** Whether a pod is of the class Guaranteed. */
    static boolean isGuaranteed(PodFacts pod) {
        return pod.containers().stream().allMatch(ComputeClass::isFixed);
    }

    private static boolean isFixed(ContainerNeeds container) {
        return Containers.OF_QOS.stream()
                .allMatch(
                        name -> Containers.isFixed(value(container.limits(), name), value(container.requests(), name)));
    }

    /** CPUs of its own that a container of a Guaranteed pod gets, or 0. */
    static int ownCpus(ContainerNeeds container) {
        return Containers.ownCpus(value(container.requests(), "cpu"));
    }

    private static @Nullable BigDecimal value(Map<String, String> quantities, String name) {
        String text = quantities.get(name);
        return text == null ? null : Quantity.parse(text);
    }
}
