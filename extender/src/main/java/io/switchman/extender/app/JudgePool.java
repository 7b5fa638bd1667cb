package io.switchman.extender.app;

import io.switchman.extender.config.Limit;
import io.switchman.topology.placement.NodeJudge;
import io.switchman.topology.placement.Request;
import io.switchman.topology.placement.Standing;
import io.switchman.topology.state.ClusterState;
import io.switchman.topology.state.NodeView;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.LongFunction;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Judges nodes. A few that are quick are judged on the spot; others are split over a small pool of workers, so that the
 * event loop never computes for long. Both end at a deadline. What is quick is said by {@link Effort}.
 */
final class JudgePool {
    /** After this the event loop leaves the rest to workers, however quick it should have been. */
    private static final long ON_THE_SPOT_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    /** Longest turn of a worker that judges ahead. */
    private static final long AHEAD_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final NodeJudge judge;
    private final WorkerExecutor workers;
    private final int width;
    private final long budgetNanos;
    private final LongSupplier clockNanos;
    private final Tally tally;
    /** Somebody waits for so many tasks of workers. */
    private final AtomicInteger awaited = new AtomicInteger();

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

    /**
     * The best of the offered nodes.
     *
     * @param board with the ranks of all nodes on the snapshot, as far as they were judged
     * @param best slots, best first
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    record Ranking(Board board, int[] best) {}

    /** Brings a board up to a snapshot with a first look at each node that changed, as far as time allows. */
    Future<Void> refresh(Board board, StateKeeper.Snapshot snapshot) {
        return refresh(new Sheet(board, snapshot), clockNanos.getAsLong() + budgetNanos);
    }

    /**
     * The best of some slots on a snapshot. A first look puts all nodes into an order that promises at most too much; then
     * the leading ones are looked at closely, until those that lead are all known well. At the deadline the best of those
     * that are known well do. Completes on the caller's context, whatever other calls do to the board meanwhile.
     *
     * @param slots offered slots
     * @param count how many of them
     * @param most most to return, 1 or more
     */
    Future<Ranking> best(Board board, StateKeeper.Snapshot snapshot, int[] slots, int count, int most) {
        long start = clockNanos.getAsLong();
        Sheet sheet = new Sheet(board, snapshot);
        Call call = new Call(sheet, slots, count, most, start + budgetNanos);
        // Half of the time is for the close look: a first look alone is no answer.
        return refresh(sheet, start + budgetNanos / 2).compose(_ -> settled(call, most));
    }

    /**
     * Judges, for some boards, nodes that changed: by one worker, one board after another, and closely if they may be among
     * the best. It is what can wait: it ends after a short while, and at once when somebody waits for workers. Nodes that take
     * long are left as they are.
     *
     * @param most boards with more changed nodes than this are left as they are
     */
    Future<Void> ahead(List<Board> boards, StateKeeper.Snapshot snapshot, int most) {
        if (awaited.get() > 0) {
            return Future.succeededFuture();
        }
        long deadline = clockNanos.getAsLong() + AHEAD_NANOS;
        List<Task> tasks = new ArrayList<>();
        for (Board board : boards) {
            int[] changed = board.changed(snapshot);
            if (changed.length > 0 && changed.length <= most) {
                int[] quick = Arrays.stream(changed)
                        .filter(slot -> Effort.isQuick(snapshot.state().view(slot), board.request()))
                        .toArray();
                long cut = board.cut();
                tasks.add(new Task(
                        (view, request) -> asFarAs(cut, view, request), new Sheet(board, snapshot), quick, deadline));
            }
        }
        return tasks.isEmpty()
                ? Future.succeededFuture()
                : workers.executeBlocking(
                                () -> tasks.stream().map(this::judgeIfIdle).toList(), false)
                        .onSuccess(parts -> parts.forEach(Part::put))
                        .mapEmpty();
    }

    /** A close look at a node that may reach a rank, else a first look. */
    private Standing asFarAs(long cut, NodeView view, Request request) {
        Standing glance = judge.glance(view, request);
        return glance.isSettled() || glance.rank() < cut ? glance : judge.judge(view, request);
    }

    /** Has a worker do something until a deadline. Completes on the caller's context. */
    <T> Future<T> onWorker(LongFunction<T> task) {
        long deadline = clockNanos.getAsLong() + budgetNanos;
        return awaited(() -> task.apply(deadline));
    }

    private <T> Future<T> awaited(Callable<T> task) {
        awaited.incrementAndGet();
        return workers.executeBlocking(task, false)
                .onComplete(_ -> awaited.decrementAndGet())
                .map(Objects::requireNonNull);
    }

    /**
     * Has one node judged: at once where that is quick or remembered, else by a worker, and the node may be another one
     * when it is done. Completes on the caller's context.
     *
     * @param judging how it is judged; on any thread
     */
    <T> Future<T> one(NodeView view, Request request, Supplier<T> judging) {
        boolean quick = Effort.isQuick(view, request)
                || Effort.isGlanceQuick(view, request)
                        && judge.glance(view, request).isSettled();
        return quick ? Future.succeededFuture(judging.get()) : onWorker(_ -> judging.get());
    }

    /** A call for the best of some nodes. */
    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    private record Call(Sheet sheet, int[] slots, int count, int most, long deadline) {
        int[] best(int width) {
            return sheet.board().best(slots, count, width);
        }
    }

    /** Each round settles what it looks at and is twice as wide as the one before, so a few reach all that is offered. */
    private Future<Ranking> settled(Call call, int width) {
        Board board = call.sheet().board();
        int[] leading = call.best(width);
        int[] best = Arrays.copyOf(leading, Math.min(call.most(), leading.length));
        if (Arrays.stream(best).allMatch(board::isSettled)) {
            return Future.succeededFuture(new Ranking(board, best));
        }
        if (clockNanos.getAsLong() - call.deadline() >= 0) {
            return Future.succeededFuture(new Ranking(board, inTime(call, best)));
        }
        int[] open =
                Arrays.stream(leading).filter(slot -> !board.isSettled(slot)).toArray();
        ClusterState state = call.sheet().snapshot().state();
        Task task = new Task(judge::judge, call.sheet(), open, call.deadline());
        return look(task, Effort.areQuick(state, open, board.request()))
                .compose(_ -> settled(call, (int) Math.min(call.count(), 2L * width)));
    }

    private int[] inTime(Call call, int[] leading) {
        Board board = call.sheet().board();
        int missed = (int)
                Arrays.stream(leading).filter(slot -> !board.isSettled(slot)).count();
        tally.limitHit(Limit.JUDGING_MILLIS, missed);
        int[] known = Arrays.stream(call.slots(), 0, call.count())
                .filter(board::isSettled)
                .toArray();
        return board.best(known, known.length, call.most());
    }

    private Future<Void> refresh(Sheet sheet, long deadline) {
        int[] changed = sheet.changed();
        boolean quick = Effort.areGlancesQuick(
                sheet.snapshot().state(), changed, sheet.board().request());
        return look(new Task(judge::glance, sheet, changed, deadline), quick)
                .onSuccess(missed -> {
                    Arrays.stream(missed).forEach(sheet::forget);
                    if (missed.length > 0) {
                        tally.limitHit(Limit.JUDGING_MILLIS, missed.length);
                    }
                })
                .mapEmpty();
    }

    /** Slots to be judged until a deadline. */
    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    private record Task(BiFunction<NodeView, Request, Standing> how, Sheet sheet, int[] slots, long deadline) {}

    /** Puts what is found on the sheet; answers the slots that there was no time for. */
    private Future<int[]> look(Task task, boolean onTheSpot) {
        int count = task.slots().length;
        int from = 0;
        if (onTheSpot) {
            Part part = judge(task, 0, count, spent -> spent >= ON_THE_SPOT_NANOS);
            part.put();
            from = part.done();
            if (from == count || clockNanos.getAsLong() - task.deadline() >= 0) {
                return Future.succeededFuture(part.missed());
            }
        }
        task.sheet().detach();
        List<Future<Part>> parts = new ArrayList<>();
        int step = Math.ceilDiv(count - from, width);
        for (; from < count; from += step) {
            int first = from;
            int last = Math.min(count, from + step);
            parts.add(awaited(() -> judge(task, first, last, _ -> false)));
        }
        return Future.all(parts)
                .map(_ -> parts.stream()
                        .map(Future::result)
                        .peek(Part::put)
                        .flatMapToInt(part -> Arrays.stream(part.missed()))
                        .toArray());
    }

    private Part judgeIfIdle(Task task) {
        return judge(task, 0, task.slots().length, _ -> awaited.get() > 0);
    }

    /**
     * Judges some slots of a task until its deadline.
     *
     * @param stops whether it is to end after so many nanoseconds; asked before each node
     */
    private Part judge(Task task, int from, int to, LongPredicate stops) {
        Standing[] standings = new Standing[to - from];
        int done = 0;
        long start = clockNanos.getAsLong();
        long now = start;
        while (done < standings.length && now - task.deadline() < 0 && !stops.test(now - start)) {
            NodeView view = task.sheet().snapshot().state().view(task.slots()[from + done]);
            standings[done++] = task.how().apply(view, task.sheet().board().request());
            now = clockNanos.getAsLong();
        }
        return new Part(task, from, standings, done);
    }

    /** Standings of a run of slots; the later ones may be missing. */
    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    private record Part(Task task, int from, Standing[] standings, int done) {
        void put() {
            for (int i = 0; i < done; i++) {
                task.sheet().put(task.slots()[from + i], standings[i]);
            }
        }

        int[] missed() {
            return Arrays.copyOfRange(task.slots(), from + done, from + standings.length);
        }
    }
}
