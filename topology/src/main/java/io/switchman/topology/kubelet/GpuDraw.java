package io.switchman.topology.kubelet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The GPUs that one container gets where nobody of its pod held any before ({@code devicesToAllocate}).
 *
 * @param count how many, 0 or more
 * @param sets the sets it may get over any order of the lists; 0 among them where the plugin may crash
 * @param stock how likely each is on a stock node
 * @param guessed whether a plugin that we cannot walk chooses, so that no chance can be told
 */
record GpuDraw(int count, List<Long> sets, Map<Long, Double> stock, boolean guessed) {
    /** A container without GPUs. */
    static final GpuDraw NONE = new GpuDraw(0, List.of(0L), Map.of(0L, 1.0), false);

    private static GpuDraw forced(long set) {
        return new GpuDraw(Long.bitCount(set), List.of(set), Map.of(set, 1.0), false);
    }

    /**
     * A draw.
     *
     * @param count GPUs, from 1 to those free
     */
    static GpuDraw of(GpuPool pool, long affinity, int count) {
        long free = 0;
        long known = 0;
        long inside = 0;
        for (int i = 0; i < pool.gpus().size(); i++) {
            GpuUnit gpu = pool.gpus().get(i);
            free |= gpu.busy() ? 0 : 1L << i;
            known |= gpu.numa() != null ? 1L << i : 0;
            inside |= gpu.numa() != null && Census.holds(affinity, gpu.numa()) ? 1L << i : 0;
        }
        if (affinity == Hint.ANY || known == 0) {
            return chosen(pool, free, new Call(false, free, 0, count));
        }
        long aligned = free & inside;
        if (count == Long.bitCount(aligned)) {
            return forced(aligned);
        }
        return count < Long.bitCount(aligned)
                ? chosen(pool, free, new Call(true, aligned, 0, count))
                : chosen(pool, free, new Call(false, free, aligned, count));
    }

    /** One call of the plugin: whether the NUMA filter walked the list, what is offered, and what must be among the answer. */
    private record Call(boolean filtered, long offered, long required, int size) {}

    private static GpuDraw chosen(GpuPool pool, long free, Call call) {
        BestEffort.Question question = new BestEffort.Question(call.offered(), call.required(), call.size());
        return switch (pool.answer(question)) {
            case GpuPool.Answer.Only(long set) -> forced(set);
            case GpuPool.Answer.Any(Spread<Long> any) -> {
                List<Long> sets = new ArrayList<>();
                any.forEach((set, weight) -> sets.add(set));
                yield new GpuDraw(call.size(), sets, Map.of(), true);
            }
            case GpuPool.Answer.Walked _ -> walked(pool, free, call, question);
        };
    }

    private static GpuDraw walked(GpuPool pool, long free, Call call, BestEffort.Question question) {
        GpuChoices choices = pool.scores().choices();
        List<Long> sets = choices.inAnyOrder(question);
        boolean fullMapWrittenAgain = Long.bitCount(call.offered()) == Rotation.SLOTS && call.required() != 0;
        if (pool.gpus().size() > Rotation.SLOTS || fullMapWrittenAgain) {
            return new GpuDraw(call.size(), sets, choices.shares(question), false);
        }
        // The plugin's list, healthyDevices without those in use, the walk of filterByAffinity, the clone,
        // UnsortedList.
        Rotation available =
                Rotation.inOrder(pool.gpus().size()).walked().walked().within(free);
        Rotation from = call.filtered() ? available.walked().within(call.offered()) : available;
        Rotation list = from.walked().walked();
        Map<Long, Double> stock = new HashMap<>();
        for (long left = list.set(); left != 0; left &= left - 1) {
            int first = Long.numberOfTrailingZeros(left);
            stock.merge(choices.byFirst(question, first), list.first(first), Double::sum);
        }
        return new GpuDraw(call.size(), sets, stock, false);
    }
}
