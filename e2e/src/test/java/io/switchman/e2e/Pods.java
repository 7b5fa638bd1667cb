package io.switchman.e2e;

import io.kubernetes.client.custom.Quantity;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1Pod;
import io.kubernetes.client.openapi.models.V1PodCondition;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1ResourceRequirements;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Pods that ask for GPUs and VFs, and what became of them. */
final class Pods {
    private Pods() {}

    /** A pod of our profile that asks for GPUs and for one VF on each of the rails. */
    static V1Pod asking(String name, int gpus, int... rails) {
        V1ResourceRequirements resources = new V1ResourceRequirements();
        ask(resources, "nvidia.com/gpu", gpus);
        for (int rail : rails) {
            ask(resources, "nvidia.com/sriov_rdma_vf_port" + rail, 1);
        }
        V1Container container =
                new V1Container().name("main").image("example.com/train:1").resources(resources);
        // The client would send an empty overhead, and the API server takes that for one that it did not set itself.
        V1PodSpec spec = new V1PodSpec()
                .schedulerName("switchman")
                .addContainersItem(container)
                .overhead(null);
        return new V1Pod().metadata(new V1ObjectMeta().name(name)).spec(spec);
    }

    private static void ask(V1ResourceRequirements resources, String name, int count) {
        Quantity quantity = new Quantity(Integer.toString(count));
        resources.putRequestsItem(name, quantity).putLimitsItem(name, quantity);
    }

    static V1ObjectMeta meta(V1Pod pod) {
        return Objects.requireNonNull(pod.getMetadata());
    }

    static V1PodSpec spec(V1Pod pod) {
        return Objects.requireNonNull(pod.getSpec());
    }

    static String uid(V1Pod pod) {
        return Objects.requireNonNull(meta(pod).getUid());
    }

    /** The node that a pod is bound to, or null. */
    static @Nullable String node(V1Pod pod) {
        return spec(pod).getNodeName();
    }

    static boolean isBound(V1Pod pod) {
        return node(pod) != null;
    }

    /** What the scheduler said of a pod that it found no node for, or null. */
    static @Nullable String unschedulable(V1Pod pod) {
        List<V1PodCondition> conditions =
                Objects.requireNonNull(pod.getStatus()).getConditions();
        return conditions == null
                ? null
                : conditions.stream()
                        .filter(condition -> "PodScheduled".equals(condition.getType())
                                && "False".equals(condition.getStatus())
                                && "Unschedulable".equals(condition.getReason()))
                        .map(V1PodCondition::getMessage)
                        .findFirst()
                        .orElse(null);
    }
}
