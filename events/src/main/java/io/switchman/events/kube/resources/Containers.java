package io.switchman.events.kube.resources;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rules of the kubelet about what a container asks for, for everybody who reads pods. */
public final class Containers {
    /** The resources that decide whether a pod is of the class Guaranteed. */
    public static final List<String> OF_QOS = List.of("cpu", "memory");

    private Containers() {}

    /**
     * Whether a resource is fixed, as all of {@link #OF_QOS} must be in all containers of a Guaranteed pod ({@code ComputePodQOS}
     * in pkg/apis/core/v1/helper/qos): a limit of zero is as good as none.
     *
     * @param request the request; the API server lets the limit stand in where there is none
     */
    public static boolean isFixed(@Nullable BigDecimal limit, @Nullable BigDecimal request) {
        return limit != null && limit.signum() > 0 && (request == null || limit.compareTo(request) == 0);
    }

    /** CPUs that the static CPU manager gives to a container of a Guaranteed pod for itself ({@code guaranteedCPUs}), or 0. */
    public static int ownCpus(@Nullable BigDecimal request) {
        Integer whole = Quantity.count(request);
        return whole == null ? 0 : whole;
    }

    /** Whether a resource may be a device plugin's ({@code IsExtendedResourceName}): it has a domain, and not Kubernetes' own. */
    public static boolean isExtended(String resource) {
        String domain = resource.substring(0, Math.max(0, resource.indexOf('/')));
        return !domain.isEmpty() && !domain.equals("kubernetes.io") && !domain.endsWith(".kubernetes.io");
    }
}
