package io.switchman.topology.placement;

import io.switchman.topology.kubelet.PodDemand;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a pod asks of a node, and how strictly. Pods that ask the same are equal here, so they share verdicts. */
public final class Request {
    /** Most devices of one name a pod may ask for: more than any node has, so that asking too much is no error. */
    public static final int MAX_DEVICES = 1_000_000;

    private final @Nullable GpuDemand gpus;
    private final List<VfDemand> vfs;
    private final Policy policy;
    private final PodDemand pod;
    private final boolean drawnOnce;
    /** Verdicts are looked up by it, for each node that changed. */
    private final int hash;

    /**
     * A request.
     *
     * @param gpus the GPUs, or null for none
     * @param vfs the VFs by name, each name once
     * @param policy how strictly
     * @param pod the same container by container, as the kubelet looks at it
     */
    public Request(@Nullable GpuDemand gpus, List<VfDemand> vfs, Policy policy, PodDemand pod) {
        Set<Object> names = new HashSet<>();
        for (VfDemand vf : vfs) {
            if (!names.add(vf.resource())) {
                throw new IllegalArgumentException("two demands for " + vf.resource());
            }
        }
        if (gpus == null && vfs.isEmpty()) {
            throw new IllegalArgumentException("a request for nothing. Maybe the pod is not ours to judge");
        }
        this.gpus = gpus;
        this.vfs = vfs.stream().sorted().toList();
        this.policy = policy;
        this.pod = pod;
        this.drawnOnce = pod.isDrawnOnce();
        this.hash = Objects.hash(gpus, this.vfs, policy, pod);
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

    /** The GPUs, or null for none. */
    public @Nullable GpuDemand gpus() {
        return gpus;
    }

    /** The VFs by name, sorted, each name once. */
    public List<VfDemand> vfs() {
        return vfs;
    }

    /** How strictly. */
    public Policy policy() {
        return policy;
    }

    /** The same container by container, as the kubelet looks at it. */
    public PodDemand pod() {
        return pod;
    }

    /** Whether each resource is drawn once, see {@link PodDemand#isDrawnOnce}. */
    public boolean isDrawnOnce() {
        return drawnOnce;
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

    @Override
    public boolean equals(@Nullable Object o) {
        return o == this
                || o instanceof Request other
                        && hash == other.hash
                        && Objects.equals(gpus, other.gpus)
                        && vfs.equals(other.vfs)
                        && policy.equals(other.policy)
                        && pod.equals(other.pod);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return "Request[gpus=" + gpus + ", vfs=" + vfs + ", policy=" + policy + ", pod=" + pod + "]";
    }
}
