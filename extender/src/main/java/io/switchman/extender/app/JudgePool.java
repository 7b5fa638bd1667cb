package io.switchman.extender.app;

import io.switchman.extender.config.Limit;
import io.switchman.topology.placement.NodeJudge;
import io.switchman.topology.state.ClusterState;
import io.switchman.topology.state.NodeView;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;

/**
 * Judges nodes for a board. A few are judged on the spot; many are split over a small pool of workers, so that the event
 * loop never computes for long, and end at a deadline.
 */
final class JudgePool {
    /** So many verdicts fit into the event loop's budget of two milliseconds, thought out anew. */
    private static final int ON_THE_SPOT = 64;

    private final NodeJudge judge;
    private final WorkerExecutor workers;
    private final int width;
    private final long budgetNanos;
    private final LongSupplier clockNanos;
    private final Tally tally;

    /**
     * A pool.
     *
     * @param width workers, 1 or more
     * @param budgetNanos longest time for the nodes of one request, nanoseconds
     */
    JudgePool(Vertx vertx, NodeJudge judge, int width, long budgetNanos, LongSupplier clockNanos, Tally tally) {
        this.judge = judge;
        this.width = width;
        this.workers = vertx.createSharedWorkerExecutor("switchman-judge", width);
        this.budgetNanos = budgetNanos;
        this.clockNanos = clockNanos;
        this.tally = tally;
    }

    /** Brings a board up to a snapshot, as far as time allows. Completes on the caller's context. */
    Future<Void> refresh(Board board, StateKeeper.Snapshot snapshot) {
        int[] changed = board.changed(snapshot);
        ClusterState state = snapshot.state();
        if (changed.length <= ON_THE_SPOT) {
            for (int slot : changed) {
                board.put(
                        snapshot,
                        slot,
                        judge.judge(state.view(slot), board.request()).rank());
            }
            return Future.succeededFuture();
        }
        long deadline = clockNanos.getAsLong() + budgetNanos;
        List<Future<Part>> parts = new ArrayList<>();
        int step = Math.ceilDiv(changed.length, width);
        for (int from = 0; from < changed.length; from += step) {
            int first = from;
            int last = Math.min(changed.length, from + step);
            parts.add(workers.executeBlocking(() -> judge(board, state, changed, first, last, deadline), false));
        }
        return Future.all(parts).map(all -> {
            int missed = 0;
            for (Future<Part> part : parts) {
                part.result().putInto(board, snapshot, changed);
                missed += part.result().missed();
            }
            if (missed > 0) {
                tally.limitHit(Limit.JUDGING_MILLIS, missed);
            }
            return null;
        });
    }

    /** Has a worker do something until a deadline. Completes on the caller's context. */
    <T> Future<T> onWorker(LongFunction<T> task) {
        long deadline = clockNanos.getAsLong() + budgetNanos;
        return workers.executeBlocking(() -> task.apply(deadline), false).map(Objects::requireNonNull);
    }

    private Part judge(Board board, ClusterState state, int[] slots, int from, int to, long deadline) {
        long[] ranks = new long[to - from];
        int done = 0;
        while (done < ranks.length && clockNanos.getAsLong() - deadline < 0) {
            NodeView view = state.view(slots[from + done]);
            ranks[done++] = judge.judge(view, board.request()).rank();
        }
        return new Part(from, ranks, done);
    }

    /** Ranks of a run of slots; those past the deadline are missing. */
    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    private record Part(int from, long[] ranks, int done) {
        int missed() {
            return ranks.length - done;
        }

        void putInto(Board board, StateKeeper.Snapshot snapshot, int[] slots) {
            for (int i = 0; i < ranks.length; i++) {
                if (i < done) {
                    board.put(snapshot, slots[from + i], ranks[i]);
                } else {
                    board.forget(snapshot, slots[from + i]);
                }
            }
        }
    }
}
