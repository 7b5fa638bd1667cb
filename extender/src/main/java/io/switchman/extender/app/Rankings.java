package io.switchman.extender.app;

import io.switchman.extender.config.PolicyDefaults.UnknownNodes;
import io.switchman.extender.request.Asked;
import io.switchman.extender.wire.Offered;
import io.switchman.extender.wire.PodFacts;
import io.switchman.topology.placement.NodeJudge;
import io.switchman.topology.placement.Refusal;
import io.switchman.topology.placement.Verdict;
import io.switchman.topology.state.ClusterEvent;
import io.switchman.topology.state.GangId;
import io.switchman.topology.state.Node;
import io.switchman.topology.state.NodeView;
import io.switchman.topology.state.PodId;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ranks the nodes that a pod is offered. What the pod holds firmly does not count against it; and before a member of a gang is
 * refused, weaker gangs that are in its way lose their holds. Used on the writer's thread; judging may leave it.
 */
final class Rankings {
    /** So often a node may change while it is found out who is in the way there. */
    private static final int ROUNDS = 3;

    private final StateKeeper keeper;
    private final NodeJudge judge;
    private final JudgePool pool;
    private final Boards boards;
    private final Gangs gangs;
    private final OwnView own;
    private final WatchedPods watched;

    Rankings(
            StateKeeper keeper,
            NodeJudge judge,
            JudgePool pool,
            Boards boards,
            Gangs gangs,
            OwnView own,
            WatchedPods watched) {
        this.keeper = keeper;
        this.judge = judge;
        this.pool = pool;
        this.boards = boards;
        this.gangs = gangs;
        this.own = own;
        this.watched = watched;
    }

    /**
     * Nodes offered to a pod.
     *
     * @param snapshot what their names were looked up in
     * @param most most nodes to return
     */
    record Call(PodFacts pod, Asked.Devices asked, Offered offered, StateKeeper.Snapshot snapshot, int most) {}

    /** The best of the nodes; none if the pod is refused on each, or there was no time. Completes on the writer's thread. */
    Future<JudgePool.Ranking> best(Call call) {
        Gang gang = gangs.of(call.pod());
        return judged(call)
                .compose(ranking -> gang == null || !isRefused(call, ranking)
                        ? Future.succeededFuture(ranking)
                        : makeRoom(call, gang, ranking, ROUNDS));
    }

    private Future<JudgePool.Ranking> judged(Call call) {
        List<ClusterEvent> supposed = own.of(call.pod());
        Board board = boards.of(call.asked().request());
        // What is supposed for one pod must not be remembered for all.
        return pool.best(
                supposed.isEmpty() ? board : board.copy(),
                snapshot(call, supposed),
                call.offered().slots(),
                call.offered().known(),
                call.most());
    }

    /** The newest state with the slots that the call was read by; its own one if nodes came or went since. */
    private StateKeeper.Snapshot snapshot(Call call, List<ClusterEvent> supposed) {
        StateKeeper.Snapshot newest = keeper.snapshot();
        StateKeeper.Snapshot base = newest.names().equals(call.snapshot().names()) ? newest : call.snapshot();
        return supposed.isEmpty() ? base : keeper.supposing(base, supposed);
    }

    /** Whether it is certain that the pod has no place: not if a node passes unseen, or there was no time for one. */
    private static boolean isRefused(Call call, JudgePool.Ranking ranking) {
        Offered offered = call.offered();
        boolean unknownPass = call.asked().policy().unknownNodes() == UnknownNodes.PASS
                && !offered.unknown().isEmpty();
        return ranking.best().length == 0
                && !unknownPass
                && Arrays.stream(offered.slots(), 0, offered.known())
                        .allMatch(slot -> ranking.board().refusal(slot) != Refusal.Code.NOT_JUDGED);
    }

    private Future<JudgePool.Ranking> makeRoom(Call call, Gang gang, JudgePool.Ranking refused, int rounds) {
        List<GangId> weaker = gangs.weakerThan(gang);
        if (rounds == 0 || weaker.isEmpty()) {
            return fail(call, gang, refused);
        }
        return without(call, weaker)
                .compose(slot -> slot < 0
                        ? fail(call, gang, refused)
                        : weakest(call, weaker, new Fit(weaker.size(), slot), 0)
                                .compose(fit -> makeRoom(
                                        call, gang, refused, weaker.subList(0, fit.gangs()), fit.slot(), rounds)));
    }

    /** Where the pod fits if so many of the weakest gangs give way. */
    private record Fit(int gangs, int slot) {}

    /** The fewest of the weakest gangs that do, by halves, knowing that some do and that so few do not. */
    private Future<Fit> weakest(Call call, List<GangId> weaker, Fit fit, int tooFew) {
        if (fit.gangs() - tooFew <= 1) {
            return Future.succeededFuture(fit);
        }
        int middle = (fit.gangs() + tooFew) / 2;
        return without(call, weaker.subList(0, middle))
                .compose(slot -> slot < 0
                        ? weakest(call, weaker, fit, middle)
                        : weakest(call, weaker, new Fit(middle, slot), tooFew));
    }

    /** The best slot if the holds of some gangs ended, or -1. */
    private Future<Integer> without(Call call, List<GangId> ended) {
        Offered offered = call.offered();
        List<ClusterEvent> supposed = new ArrayList<>(own.of(call.pod()));
        ended.forEach(gang -> supposed.add(new ClusterEvent.GangReleased(gang)));
        Board board = boards.of(call.asked().request()).copy();
        return pool.best(board, snapshot(call, supposed), offered.slots(), offered.known(), 1)
                .map(ranking -> ranking.best().length == 0 ? -1 : ranking.best()[0]);
    }

    @SuppressWarnings("ReferenceEquality") // an unchanged node is the same object, see ClusterState.view
    private Future<JudgePool.Ranking> makeRoom(
            Call call, Gang gang, JudgePool.Ranking refused, List<GangId> weaker, int slot, int rounds) {
        String name = call.snapshot().names().directory().names().get(slot);
        NodeView view = keeper.state().view(name);
        Node node = known(own.of(call.pod(), keeper.snapshot()).state().view(name));
        if (view == null || node == null) {
            return makeRoom(call, gang, refused, rounds - 1);
        }
        return pool.one(
                        view,
                        call.asked().request(),
                        () -> new InTheWay(Rivals.inTheWay(node, weaker, left -> fits(view, left, call.asked()))))
                .compose(found -> {
                    if (found.gangs() == null || keeper.state().view(name) != view) {
                        return makeRoom(call, gang, refused, rounds - 1);
                    }
                    gangs.cancel(found.gangs());
                    return judged(call)
                            .compose(ranking -> isRefused(call, ranking)
                                    ? makeRoom(call, gang, ranking, rounds - 1)
                                    : Future.succeededFuture(ranking));
                });
    }

    private record InTheWay(@Nullable List<GangId> gangs) {}

    private boolean fits(NodeView view, Node left, Asked.Devices asked) {
        NodeView as = view instanceof NodeView.Stale(Node _, long since)
                ? new NodeView.Stale(left, since)
                : new NodeView.Known(left);
        return judge.judge(as, asked.request()).verdict() instanceof Verdict.Fits;
    }

    private static @Nullable Node known(@Nullable NodeView view) {
        return switch (view) {
            case NodeView.Known(Node known) -> known;
            case NodeView.Stale(Node old, long _) -> old;
            case NodeView.Unknown _ -> null;
            case null -> null;
        };
    }

    /**
     * The gang's attempt is over. Not if the pod was offered only the node it is nominated to: then the scheduler asks again, with
     * all nodes, before it gives up.
     */
    private Future<JudgePool.Ranking> fail(Call call, Gang gang, JudgePool.Ranking refused) {
        if (!isNominatedNodeOnly(call)) {
            gangs.refused(gang, new PodId(call.pod().uid()));
        }
        return Future.succeededFuture(refused);
    }

    private boolean isNominatedNodeOnly(Call call) {
        WatchedPods.Watched told = watched.of(new PodId(call.pod().uid()));
        String nominated = told == null ? null : told.nominated();
        Offered offered = call.offered();
        return nominated != null
                && offered.size() == 1
                && offered.known() == 1
                && offered.slots()[0] == call.snapshot().names().directory().slotOf(nominated);
    }
}
