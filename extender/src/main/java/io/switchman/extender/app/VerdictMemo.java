package io.switchman.extender.app;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.switchman.extender.config.Limits;
import io.switchman.topology.kubelet.Forecast;
import io.switchman.topology.placement.Plan;
import io.switchman.topology.placement.Request;
import io.switchman.topology.placement.ShapeJudge;
import io.switchman.topology.placement.Verdict;
import io.switchman.topology.state.NodeShape;
import org.jspecify.annotations.Nullable;

/**
 * Remembers verdicts by shape of node and request. Equal machines in equal states share one judgement, and as the shape
 * is the key, nothing is ever invalidated; the oldest go when there are too many. Any thread may use it.
 */
public final class VerdictMemo implements ShapeJudge {
    /** What one verdict takes with its key, rather more. */
    private static final int BYTES = 4096;

    private static final int PART_OF_HEAP = 4;

    private final ShapeJudge judge;
    private final Cache<Key, Entry> verdicts;

    /**
     * A memo.
     *
     * @param judge who thinks where nothing is remembered
     * @param capacity most verdicts remembered, 0 or more
     */
    public VerdictMemo(ShapeJudge judge, long capacity) {
        this.judge = judge;
        this.verdicts =
                Caffeine.newBuilder().maximumSize(capacity).recordStats().build();
    }

    /** As many as are allowed, or as fit into a quarter of the heap, whichever is less. */
    public static VerdictMemo of(ShapeJudge judge, Limits limits) {
        long room = Runtime.getRuntime().maxMemory() / PART_OF_HEAP / BYTES;
        return new VerdictMemo(judge, Math.min(limits.verdicts(), room));
    }

    @Override
    public Verdict glance(NodeShape shape, Request request) {
        return entry(shape, request).glance;
    }

    @Override
    public Verdict recall(NodeShape shape, Request request) {
        Entry entry = entry(shape, request);
        Verdict settled = entry.settled;
        return settled == null ? entry.glance : settled;
    }

    @Override
    public Verdict settle(NodeShape shape, Request request, Verdict glance) {
        if (glance.isSettled()) {
            return glance;
        }
        Entry entry = entry(shape, request);
        Verdict settled = entry.settled;
        if (settled == null) {
            // Two threads may both think; they come to the same.
            settled = judge.settle(shape, request, entry.glance);
            entry.settled = settled;
        }
        return settled;
    }

    @Override
    public Forecast foresee(NodeShape shape, Request request, Plan plan) {
        return judge.foresee(shape, request, plan);
    }

    private Entry entry(NodeShape shape, Request request) {
        return verdicts.get(new Key(shape, request), key -> new Entry(judge.glance(key.shape(), key.request())));
    }

    /** The cache, for its meters. */
    public Cache<?, ?> cache() {
        return verdicts;
    }

    private record Key(NodeShape shape, Request request) {}

    private static final class Entry {
        private final Verdict glance;
        private volatile @Nullable Verdict settled;

        Entry(Verdict glance) {
            this.glance = glance;
        }
    }
}
