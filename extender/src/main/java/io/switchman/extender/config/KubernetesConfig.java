package io.switchman.extender.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How the cluster is reached and what is written to it.
 *
 * @param kubeconfig tells where the API server is; none means {@code KUBECONFIG}, {@code ~/.kube/config}, or the service account of
 *     the pod, whichever is there
 * @param planKeys file or directory with the keys that sign plans; without them plans are not written and pods count as foreign
 *     after a restart, which loses only how sure we are
 * @param leaseNamespace where the Lease is that gives duties to one replica
 * @param kick whether pods that were refused are woken once there is room
 * @param kicksPerSecond most pods woken in a second, 1 to 1,000
 * @param bindMillis longest time for one binding in all, 500 to 60,000 ms; below the scheduler's {@code httpTimeout}
 */
public record KubernetesConfig(
        Optional<Path> kubeconfig,
        Optional<Path> planKeys,
        String leaseNamespace,
        Kick kick,
        int kicksPerSecond,
        long bindMillis) {
    public static final KubernetesConfig DEFAULT =
            new KubernetesConfig(Optional.empty(), Optional.empty(), "switchman-system", Kick.ON, 20, 4_000);

    /** Whether pods that were refused are woken once there is room. */
    public enum Kick {
        ON,
        OFF
    }
}
