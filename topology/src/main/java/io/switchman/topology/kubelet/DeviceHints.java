package io.switchman.topology.kubelet;

import java.util.List;

/** The hints of one resource for one request. */
final class DeviceHints {
    private DeviceHints() {}

    /**
     * The device manager's hints for a resource ({@code GetTopologyHints}; {@code GetPodTopologyHints} with nothing reusable).
     *
     * @param machine the NUMA nodes the kubelet knows
     */
    static List<Hint> of(Census all, Census free, Census reusable, long machine, KubeletRelease release, int request) {
        if (!all.hasTopology()) {
            return List.of(Hint.DONT_CARE);
        }
        if (free.total() + reusable.total() < request) {
            return List.of(Hint.IMPOSSIBLE);
        }
        List<Hint> hints = Census.hints(all, free, reusable, nodes(all, machine, release), request);
        return hints.isEmpty() ? List.of(Hint.IMPOSSIBLE) : hints;
    }

    /** The nodes whose masks are tried: since 1.36 only those that own a device of the resource ({@code deviceNUMANodes}). */
    static long nodes(Census all, long machine, KubeletRelease release) {
        long owning = all.nodes() & machine;
        return release == KubeletRelease.BEFORE_1_36 || owning == 0 ? machine : owning;
    }
}
