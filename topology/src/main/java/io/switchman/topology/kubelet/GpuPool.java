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

    /** How the kubelet comes to a set where it may ask the plugin. */
    sealed interface Answer {
        /** There is only one: all that is offered, or the one that the plugin is steered to. */
        record Only(long set) implements Answer {}

        /** A plugin chooses that we cannot walk, so it may be any. */
        record Any(Spread<Long> sets) implements Answer {}

        /** NVIDIA's plugin walks the partitions of what is offered. */
        record Walked() implements Answer {}
    }

    /** How a question is answered. */
    Answer answer(BestEffort.Question question) {
        long offered = question.offered();
        if (Long.bitCount(offered) == question.size()) {
            return new Answer.Only(offered);
        }
        if (isAnsweredBySteering(question)) {
            return new Answer.Only(steered);
        }
        if (plugin == GpuPlugin.NVIDIA && Long.bitCount(offered) <= BestEffort.MAX) {
            return new Answer.Walked();
        }
        long required = question.required();
        return new Answer.Any(Subsets.of(offered & ~required, question.size() - Long.bitCount(required))
                .map(set -> set | required));
    }

    /** Whether the set lies in what is offered and holds what must be. */
    private boolean isAnsweredBySteering(BestEffort.Question question) {
        return Long.bitCount(steered) == question.size()
                && (steered & ~question.offered()) == 0
                && (question.required() & ~steered) == 0;
    }
}
