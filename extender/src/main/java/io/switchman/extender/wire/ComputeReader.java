package io.switchman.extender.wire;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a container's CPU and memory say: the API server writes quantities in one form each, so equal ones are equal texts.
 *
 * <p>Source: {@code qos.ComputePodQOS} and the static CPU manager's {@code guaranteedCPUs}.
 *
 * @param requests by resource, limits standing in where none is given
 * @param limits by resource
 */
record ComputeReader(Map<String, String> requests, Map<String, String> limits) {
    /** The resources that decide. */
    static final List<String> NAMES = List.of("cpu", "memory");

    private static final Pattern WHOLE = Pattern.compile("[0-9]{1,6}");

    boolean guaranteed() {
        return NAMES.stream().allMatch(this::isFixed);
    }

    /** A limit of zero is as good as none. */
    private boolean isFixed(String name) {
        String limit = limits.getOrDefault(name, "0");
        return !limit.equals("0") && limit.equals(requests.get(name));
    }

    /** CPUs of its own that it would get if its pod is guaranteed, or 0. */
    int cpus() {
        String cpus = guaranteed() ? limits.getOrDefault("cpu", "0") : "0";
        return WHOLE.matcher(cpus).matches() ? Integer.parseInt(cpus) : 0;
    }
}
