package io.switchman.topology.kubelet;

import io.switchman.topology.model.GpuPlugin;
import java.util.List;

/**
 * The GPUs of a node.
 *
 * @param resource the name they are asked by
 * @param gpus in PCI order, at most 64
 * @param scores how near they are to each other
 * @param plugin who chooses among them
 */
public record GpuPool(String resource, List<GpuUnit> gpus, GpuScores scores, GpuPlugin plugin) {
    public GpuPool {
        gpus = List.copyOf(gpus);
        if (gpus.size() > 64 || scores.size() != gpus.size()) {
            throw new IllegalArgumentException(gpus.size() + " GPUs with scores of " + scores.size());
        }
    }
}
