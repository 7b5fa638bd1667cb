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
 * @param steered the set that the plugin answers with whenever it can, a bit for each GPU, or 0 where it chooses itself
 */
public record GpuPool(String resource, List<GpuUnit> gpus, GpuScores scores, GpuPlugin plugin, long steered) {
    /** GPUs of a node that is not steered. */
    public GpuPool(String resource, List<GpuUnit> gpus, GpuScores scores, GpuPlugin plugin) {
        this(resource, gpus, scores, plugin, 0);
    }

    public GpuPool {
        gpus = List.copyOf(gpus);
        if (gpus.size() > 64 || scores.size() != gpus.size()) {
            throw new IllegalArgumentException(gpus.size() + " GPUs with scores of " + scores.size());
        }
    }

    /** The same GPUs on a node whose agent has the plugin answer with a set. */
    public GpuPool steeredTo(long set) {
        return new GpuPool(resource, gpus, scores, plugin, set);
    }

    /** Whether a question is answered with the set: it lies in what is offered and holds what must be. */
    boolean answersBySteering(long offered, long required, int size) {
        return Long.bitCount(steered) == size && (steered & ~offered) == 0 && (required & ~steered) == 0;
    }
}
