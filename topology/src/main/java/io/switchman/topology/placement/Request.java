package io.switchman.topology.placement;

import io.switchman.topology.kubelet.PodDemand;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a pod asks of a node, and how strictly. Pods that ask the same are equal here, so they share verdicts.
 *
 * @param gpus the GPUs, or null for none
 * @param vfs the VFs by name, sorted, each name once
 * @param policy how strictly
 * @param pod the same container by container, as the kubelet looks at it
 */
public record Request(@Nullable GpuDemand gpus, List<VfDemand> vfs, Policy policy, PodDemand pod) {
    /** Most devices of one name a pod may ask for: more than any node has, so that asking too much is no error. */
    public static final int MAX_DEVICES = 1_000_000;

    public Request {
        vfs = vfs.stream().sorted().toList();
        Set<Object> names = new HashSet<>();
        for (VfDemand vf : vfs) {
            if (!names.add(vf.resource())) {
                throw new IllegalArgumentException("two demands for " + vf.resource());
            }
        }
        if (gpus == null && vfs.isEmpty()) {
            throw new IllegalArgumentException("a request for nothing. Maybe the pod is not ours to judge");
        }
    }

    /** A request of a pod with one container. */
    public Request(@Nullable GpuDemand gpus, List<VfDemand> vfs, Policy policy) {
        this(gpus, vfs, policy, PodDemand.of(limits(gpus, vfs)));
    }

    private static Map<String, Integer> limits(@Nullable GpuDemand gpus, List<VfDemand> vfs) {
        Map<String, Integer> limits = new HashMap<>();
        if (gpus != null) {
            limits.put(gpus.resource().value(), gpus.count());
        }
        vfs.forEach(vf -> limits.merge(vf.resource().value(), vf.count(), Integer::sum));
        return limits;
    }

    /** The same devices under another policy. */
    public Request with(Policy other) {
        return new Request(gpus, vfs, other, pod);
    }

    /** GPUs asked for, 0 or more. */
    public int gpuCount() {
        return gpus == null ? 0 : gpus.count();
    }

    /** VFs asked for over all names, 0 or more. */
    public int vfCount() {
        int sum = 0;
        for (VfDemand vf : vfs) {
            sum += vf.count();
        }
        return sum;
    }

    /** Whether locality is a question at all: a pod with GPUs only or VFs only makes no claim. */
    public boolean asksLocality() {
        return gpus != null && !vfs.isEmpty();
    }
}
