package io.switchman.events.kube.facts;

import io.switchman.topology.kubelet.TopologyPolicy;
import io.switchman.topology.kubelet.TopologyScope;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a node's kubelet is set up, by its agent. Null means not told: then everything must hold for all values.
 *
 * @param options the policy's options ({@code topologyManagerPolicyOptions})
 */
public record KubeletSetup(
        @Nullable KubeletVersion version,
        @Nullable TopologyPolicy policy,
        @Nullable TopologyScope scope,
        @Nullable Map<String, String> options,
        @Nullable CpuManager cpuManager) {
    /** A kubelet of which nothing is known. */
    public static final KubeletSetup UNKNOWN = new KubeletSetup(null, null, null, null, null);

    /** {@code cpuManagerPolicy}. */
    public enum CpuManager {
        NONE,
        STATIC
    }

    public KubeletSetup {
        options = options == null ? null : Map.copyOf(options);
    }

    /** Whether {@code prefer-closest-numa-nodes} is on; null where not told. */
    public @Nullable Boolean preferClosest() {
        return options == null ? null : "true".equals(options.get("prefer-closest-numa-nodes"));
    }
}
