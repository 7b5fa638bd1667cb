package io.switchman.topology.kubelet;

import org.jspecify.annotations.Nullable;

/**
 * How a kubelet is set up.
 *
 * @param preferClosest the policy option {@code prefer-closest-numa-nodes}
 * @param cpus CPUs of the node where the static CPU manager runs, or null without it
 */
public record KubeletFacts(
        KubeletRelease release,
        TopologyPolicy policy,
        TopologyScope scope,
        boolean preferClosest,
        @Nullable CpuFacts cpus) {

    /** A kubelet without the static CPU manager and without options. */
    public static KubeletFacts of(KubeletRelease release, TopologyPolicy policy, TopologyScope scope) {
        return new KubeletFacts(release, policy, scope, false, null);
    }
}
