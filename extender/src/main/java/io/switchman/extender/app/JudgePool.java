package io.switchman.extender.app;

import io.switchman.extender.config.Limit;
import io.switchman.topology.placement.NodeJudge;
import io.switchman.topology.placement.Placer;
import io.switchman.topology.placement.Request;
import io.switchman.topology.state.ClusterState;
import io.switchman.topology.state.Node;
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
 * Judges nodes for a board. A few that are cheap are judged on the spot; others are split over a small pool of workers,
 * so that the event loop never computes for long. Both end at a deadline.
 */
final class JudgePool {
    /** So many verdicts fit into the event loop's budget of two milliseconds, thought out anew. */
    private static final int ON_THE_SPOT = 64;

    /**
     * Most work on the event loop, as the sum of the nodes' squared states: a search joins its parts pair by pair. It is
     * that of 64 nodes for 8 GPUs and 8 VFs of a pool; names of a single port cost nothing.
     */
    private static final long WORK_ON_THE_SPOT = ON_THE_SPOT * 81L * 81L;

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
        long deadline = clockNanos.getAsLong() + budgetNanos;
        if (isCheap(changed, state, board.request())) {
            Part part = judge(board, state, changed, 0, changed.length, deadline);
            settle(List.of(part), board, snapshot, changed);
            return Future.succeededFuture();
        }
        List<Future<Part>> parts = new ArrayList<>();
        int step = Math.ceilDiv(changed.length, width);
        for (int from = 0; from < changed.length; from += step) {
            int first = from;
            int last = Math.min(changed.length, from + step);
            parts.add(workers.executeBlocking(() -> judge(board, state, changed, first, last, deadline), false));
        }
        return Future.all(parts).map(_ -> {
            settle(parts.stream().map(Future::result).toList(), board, snapshot, changed);
            return null;
        });
    }

    private static boolean isCheap(int[] slots, ClusterState state, Request request) {
        if (slots.length > ON_THE_SPOT) {
            return false;
        }
        long work = 0;
        for (int slot : slots) {
            long states = switch (state.view(slot)) {
                case NodeView.Known(Node node) -> Placer.states(node.machine(), request);
                case NodeView.Stale(Node node, long _) -> Placer.states(node.machine(), request);
                case NodeView.Unknown _ -> 0;
            };
            work += states * states;
            if (work > WORK_ON_THE_SPOT) {
                return false;
            }
        }
        return true;
    }

    private void settle(List<Part> parts, Board board, StateKeeper.Snapshot snapshot, int[] changed) {
        int missed = 0;
        for (Part part : parts) {
            part.putInto(board, snapshot, changed);
            missed += part.missed();
        }
        if (missed > 0) {
            tally.limitHit(Limit.JUDGING_MILLIS, missed);
        }
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
