package io.switchman.extender.app;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.switchman.topology.placement.Request;
import io.switchman.topology.placement.ShapeJudge;
import io.switchman.topology.placement.Verdict;
import io.switchman.topology.state.NodeShape;

/**
 * Remembers verdicts by shape of node and request. Equal machines in equal states share one judgement, and as the shape
 * is the key, nothing is ever invalidated; the oldest go when there are too many. Any thread may use it.
 */
public final class VerdictMemo implements ShapeJudge {
    private final ShapeJudge judge;
    private final Cache<Key, Verdict> verdicts;

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

    @Override
    public Verdict judge(NodeShape shape, Request request) {
        return verdicts.get(new Key(shape, request), key -> judge.judge(key.shape(), key.request()));
    }

    /** The cache, for its meters. */
    public Cache<?, ?> cache() {
        return verdicts;
    }

    private record Key(NodeShape shape, Request request) {}
}
