package io.switchman.extender.app;

import io.switchman.extender.config.Limit;
import io.switchman.topology.placement.NodeJudge;
import io.switchman.topology.placement.Placer;
import io.switchman.topology.placement.Request;
import io.switchman.topology.placement.Standing;
import io.switchman.topology.state.ClusterState;
import io.switchman.topology.state.Node;
import io.switchman.topology.state.NodeView;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
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

    /** So many nodes fit into that budget with what their kubelets make of the request, some twenty microseconds each. */
    private static final int CLOSELY_ON_THE_SPOT = 32;

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

    /** Brings a board up to a snapshot with a first look at each node that changed, as far as time allows. */
    Future<Void> refresh(Board board, StateKeeper.Snapshot snapshot) {
        return refresh(board, snapshot, deadline());
    }

    /**
     * The best of some slots on a snapshot, best first. A first look puts all nodes into an order that promises at most too
     * much; then the leading ones are looked at closely, until those that lead are all known well. At the deadline the
     * best of those that are known well do. Completes on the caller's context, with none if nodes came or went meanwhile.
     *
     * @param slots offered slots
     * @param count how many of them
     * @param most most to return, 1 or more
     */
    Future<int[]> best(Board board, StateKeeper.Snapshot snapshot, int[] slots, int count, int most) {
        long start = clockNanos.getAsLong();
        long deadline = start + budgetNanos;
        // Half of the time is for the close look: a first look alone is no answer.
        return refresh(board, snapshot, start + budgetNanos / 2)
                .compose(_ -> settled(board, snapshot, new Offer(slots, count, most), most, deadline));
    }

    /**
     * Judges, for some boards, nodes that changed: closely, and by workers only.
     *
     * @param most boards with more changed nodes than this are left as they are
     */
    Future<Void> ahead(List<Board> boards, StateKeeper.Snapshot snapshot, int most) {
        List<Future<Void>> looks = new ArrayList<>();
        for (Board board : boards) {
            int[] changed = board.changed(snapshot);
            if (changed.length > 0 && changed.length <= most) {
                looks.add(look(judge::judge, false, new Task(board, snapshot, changed, deadline()))
                        .mapEmpty());
            }
        }
        return Future.all(looks).mapEmpty();
    }

    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    private record Offer(int[] slots, int count, int most) {}

    private Future<int[]> settled(Board board, StateKeeper.Snapshot snapshot, Offer offer, int width, long deadline) {
        if (!board.isFor(snapshot.names())) {
            return Future.succeededFuture(new int[0]);
        }
        int[] leading = board.best(offer.slots(), offer.count(), width);
        int[] best = Arrays.copyOf(leading, Math.min(offer.most(), leading.length));
        if (Arrays.stream(best).allMatch(board::isSettled)) {
            return Future.succeededFuture(best);
        }
        if (clockNanos.getAsLong() - deadline >= 0) {
            return Future.succeededFuture(inTime(board, offer, best));
        }
        int[] open =
                Arrays.stream(leading).filter(slot -> !board.isSettled(slot)).toArray();
        int wider = (int) Math.min(offer.count(), 2L * width);
        boolean quick =
                open.length <= CLOSELY_ON_THE_SPOT && board.request().pod().isDrawnOnce();
        return look(judge::judge, quick, new Task(board, snapshot, open, deadline))
                .compose(_ -> settled(board, snapshot, offer, wider, deadline));
    }

    private int[] inTime(Board board, Offer offer, int[] leading) {
        int missed = (int)
                Arrays.stream(leading).filter(slot -> !board.isSettled(slot)).count();
        tally.limitHit(Limit.JUDGING_MILLIS, missed);
        int[] known = Arrays.stream(offer.slots(), 0, offer.count())
                .filter(board::isSettled)
                .toArray();
        return board.best(known, known.length, offer.most());
    }

    private Future<Void> refresh(Board board, StateKeeper.Snapshot snapshot, long deadline) {
        int[] changed = board.changed(snapshot);
        boolean cheap = isCheap(changed, snapshot.state(), board.request());
        return look(judge::glance, cheap, new Task(board, snapshot, changed, deadline))
                .onSuccess(missed -> {
                    for (int slot : missed) {
                        board.forget(snapshot, slot);
                    }
                    if (missed.length > 0) {
                        tally.limitHit(Limit.JUDGING_MILLIS, missed.length);
                    }
                })
                .mapEmpty();
    }

    private long deadline() {
        return clockNanos.getAsLong() + budgetNanos;
    }

    /** Slots of a board to be judged on a snapshot until a deadline. */
    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    private record Task(Board board, StateKeeper.Snapshot snapshot, int[] slots, long deadline) {}

    /** Puts what is found on the board; answers the slots that there was no time for. */
    private Future<int[]> look(BiFunction<NodeView, Request, Standing> how, boolean onTheSpot, Task task) {
        int count = task.slots().length;
        if (onTheSpot) {
            return Future.succeededFuture(judge(how, task, 0, count).putInto(task));
        }
        List<Future<Part>> parts = new ArrayList<>();
        int step = Math.ceilDiv(count, width);
        for (int from = 0; from < count; from += step) {
            int first = from;
            int last = Math.min(count, from + step);
            parts.add(workers.executeBlocking(() -> judge(how, task, first, last), false));
        }
        return Future.all(parts)
                .map(_ -> parts.stream()
                        .map(Future::result)
                        .flatMapToInt(part -> Arrays.stream(part.putInto(task)))
                        .toArray());
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

    /** Has a worker do something until a deadline. Completes on the caller's context. */
    <T> Future<T> onWorker(LongFunction<T> task) {
        long deadline = clockNanos.getAsLong() + budgetNanos;
        return workers.executeBlocking(() -> task.apply(deadline), false).map(Objects::requireNonNull);
    }

    private Part judge(BiFunction<NodeView, Request, Standing> how, Task task, int from, int to) {
        Standing[] standings = new Standing[to - from];
        int done = 0;
        while (done < standings.length && clockNanos.getAsLong() - task.deadline() < 0) {
            NodeView view = task.snapshot().state().view(task.slots()[from + done]);
            standings[done++] = how.apply(view, task.board().request());
        }
        return new Part(from, standings, done);
    }

    /** Standings of a run of slots; those past the deadline are missing. */
    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    private record Part(int from, Standing[] standings, int done) {
        /** Answers the slots that are missing. */
        int[] putInto(Task task) {
            for (int i = 0; i < done; i++) {
                task.board().put(task.snapshot(), task.slots()[from + i], standings[i]);
            }
            return Arrays.copyOfRange(task.slots(), from + done, from + standings.length);
        }
    }
}
