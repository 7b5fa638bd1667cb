package io.switchman.extender.config;

import io.switchman.extender.config.KubernetesConfig.Kick;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The options of the cluster. */
final class KubernetesOptions {
    private static final String NAME = "kubernetes";

    private static final Option<Optional<Path>> KUBECONFIG = new Option<>(
            NAME,
            "kubeconfig",
            new FileForm(),
            c -> c.kubernetes().kubeconfig(),
            "Where the API server is and who we are; unset takes KUBECONFIG, ~/.kube/config or the pod's service account.");
    private static final Option<Optional<Path>> PLAN_KEYS = new Option<>(
            NAME,
            "planKeys",
            new FileForm(),
            c -> c.kubernetes().planKeys(),
            "Keys that sign plans, a file or a directory; the first signs, all verify; read again on change.");
    private static final Option<String> LEASE_NAMESPACE = new Option<>(
            NAME,
            "leaseNamespace",
            Text.NAMESPACE,
            c -> c.kubernetes().leaseNamespace(),
            "Namespace of the Lease that gives duties to one replica.");
    private static final Option<Kick> KICK = new Option<>(
            NAME,
            "kick",
            OneOf.lowerCase(List.of(Kick.ON, Kick.OFF)),
            c -> c.kubernetes().kick(),
            "Whether pods that were refused are woken, by an annotation, once there is room for them.");
    private static final Option<Long> KICKS_PER_SECOND = new Option<>(
            NAME,
            "kicksPerSecond",
            new WholeNumber(1, 1_000),
            c -> (long) c.kubernetes().kicksPerSecond(),
            "Most pods that are woken in a second.");
    private static final Option<Long> BIND_MILLIS = new Option<>(
            NAME,
            "bindMillis",
            new WholeNumber(500, 60_000),
            c -> c.kubernetes().bindMillis(),
            "Longest time for one binding; must be shorter than the scheduler's httpTimeout.");

    static final Section SECTION = new Section(
            NAME,
            "The cluster, unless one inside the process is served.",
            List.of(KUBECONFIG, PLAN_KEYS, LEASE_NAMESPACE, KICK, KICKS_PER_SECOND, BIND_MILLIS));

    private KubernetesOptions() {}

    static KubernetesConfig read(Values values) {
        return new KubernetesConfig(
                values.get(KUBECONFIG),
                values.get(PLAN_KEYS),
                values.get(LEASE_NAMESPACE),
                values.get(KICK),
                values.getInt(KICKS_PER_SECOND),
                values.get(BIND_MILLIS));
    }
}
