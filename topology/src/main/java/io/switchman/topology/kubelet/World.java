package io.switchman.topology.kubelet;

import java.util.List;

/**
 * How far an admission came.
 *
 * @param admitted false where it failed; nothing follows then
 * @param holdings of each resource
 * @param gpuSets of the sidecars and containers so far
 * @param vfs of those, under each switch
 */
record World(boolean admitted, List<Holdings> holdings, CpuStand cpus, List<Long> gpuSets, List<Integer> vfs) {
    World refused() {
        return new World(false, List.of(), new CpuStand(List.of(), List.of()), List.of(), List.of());
    }
}
