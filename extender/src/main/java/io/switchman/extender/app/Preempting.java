package io.switchman.extender.app;

import io.switchman.extender.config.Limit;
import io.switchman.extender.wire.PreemptArgs;
import io.switchman.topology.placement.NodeJudge;
import io.switchman.topology.placement.Request;
import io.switchman.topology.state.ClusterState;
import io.switchman.topology.state.PodId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.LinkedHashMap;
import java.util.Map;

/** Finds the victims that make room, on the newest state that there is in time. Used on the writer's thread; the search leaves it. */
final class Preempting {
    /** Looks at newer states before it is answered that nothing helps, as scheduling stands still meanwhile; and their distance. */
    private static final int CATCH_UP_LOOKS = 12;

    private static final long CATCH_UP_MILLIS = 20;

    private final Vertx vertx;
    private final StateKeeper keeper;
    private final JudgePool pool;
    private final Preemption preemption;
    private final WatchedPods watched;
    private final Nominations nominations;
    private final FailedAdmissions failed;
    private final Tally tally;

    /**
     * Finds victims.
     *
     * @param watched tells which pods are protected
     * @param nominations is told what room is made
     * @param failed nodes that are kept from pods
     * @param victimSets most sets that are looked at on a node
     */
    Preempting(
            Vertx vertx,
            StateKeeper keeper,
            JudgePool pool,
            NodeJudge judge,
            WatchedPods watched,
            Nominations nominations,
            FailedAdmissions failed,
            int victimSets,
            Tally tally) {
        this.vertx = vertx;
        this.keeper = keeper;
        this.pool = pool;
        this.preemption = new Preemption(judge, keeper::nowNanos, victimSets);
        this.watched = watched;
        this.nominations = nominations;
        this.failed = failed;
        this.tally = tally;
    }

    /**
     * Victims by node; nodes where none help are left out. None at all if earlier victims have left by now: the scheduler heard of it
     * before we did, tried the pod, which we refused, and would have others evicted, too.
     */
    Future<Map<String, PreemptArgs.Victims>> victims(PreemptArgs args, Request request) {
        PodId pod = args.pod().uid().isEmpty() ? null : new PodId(args.pod().uid());
        return pod == null || !nominations.knows(pod)
                ? search(args, request)
                : roomMade(pod, CATCH_UP_LOOKS)
                        .compose(isMade -> isMade ? Future.succeededFuture(Map.of()) : search(args, request));
    }

    private Future<Boolean> roomMade(PodId pod, int looks) {
        boolean isMade = nominations.hasRoom(pod);
        return isMade || looks == 0
                ? Future.succeededFuture(isMade)
                : changed(keeper.state(), looks).compose(left -> roomMade(pod, left));
    }

    private Future<Map<String, PreemptArgs.Victims>> search(PreemptArgs args, Request request) {
        return refine(args, request, CATCH_UP_LOOKS).map(refined -> {
            tally.limitHit(Limit.JUDGING_MILLIS, refined.missed());
            tally.limitHit(Limit.VICTIM_SETS, refined.cut());
            if (!args.pod().uid().isEmpty()) {
                nominations.answered(new PodId(args.pod().uid()), refined.rooms());
            }
            // That pods go does not make the kubelet admit this one.
            Map<String, PreemptArgs.Victims> left = new LinkedHashMap<>(refined.victims());
            left.keySet().removeAll(failed.keptFrom(request));
            return left;
        });
    }

    /**
     * The scheduler hears of a deletion before we do, and asks at once. If nothing helps by what we know, and that is behind, the next
     * states are looked at, too: a pod that its counts refuse everywhere cannot be woken later, see {@link InVain}.
     */
    private Future<Preemption.Refined> refine(PreemptArgs args, Request request, int looks) {
        ClusterState state = keeper.state();
        Protection protection = Protection.of(args, state, watched);
        return pool.onWorker(deadline -> preemption.refine(args, request, state, protection, deadline))
                .compose(refined -> {
                    boolean isLate = refined.victims().isEmpty() && refined.isBehind() && looks > 0;
                    return isLate
                            ? changed(state, looks).compose(left -> refine(args, request, left))
                            : Future.succeededFuture(refined);
                });
    }

    /** Waits for another state, some time; answers how many looks are left. */
    private Future<Integer> changed(ClusterState state, int looks) {
        Promise<Integer> pause = Promise.promise();
        vertx.setTimer(CATCH_UP_MILLIS, _ -> pause.complete(looks - 1));
        return pause.future()
                .compose(left -> left == 0 || !keeper.state().equals(state)
                        ? Future.succeededFuture(left)
                        : changed(state, left));
    }
}
