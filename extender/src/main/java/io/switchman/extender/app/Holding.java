package io.switchman.extender.app;

import io.switchman.extender.request.Asked;
import io.switchman.extender.wire.PodFacts;
import io.switchman.topology.placement.NodeJudge;
import io.switchman.topology.placement.Standing;
import io.switchman.topology.placement.Verdict;
import io.switchman.topology.state.ClusterEvent;
import io.switchman.topology.state.Hold;
import io.switchman.topology.state.Node;
import io.switchman.topology.state.NodeView;
import io.switchman.topology.state.PodId;
import io.vertx.core.Future;

/** Holds devices for pods that are about to come. Used on the writer's thread; judging may leave it. */
final class Holding {
    /** A node that changes more often while it is judged is not held: a pod binds without a hold, too. */
    private static final int ROUNDS = 3;

    private final StateKeeper keeper;
    private final NodeJudge judge;
    private final JudgePool pool;
    private final SeenPods seen;
    private final FailedAdmissions failed;
    private final long nanos;

    /**
     * Holds.
     *
     * @param failed nodes that are kept from pods
     * @param nanos how long one lasts
     */
    Holding(StateKeeper keeper, NodeJudge judge, JudgePool pool, SeenPods seen, FailedAdmissions failed, long nanos) {
        this.keeper = keeper;
        this.judge = judge;
        this.pool = pool;
        this.seen = seen;
        this.failed = failed;
        this.nanos = nanos;
    }

    /** Ends a pod's hold: one that is judged again has lost its place, and so has one whose time is up. */
    void end(PodFacts pod) {
        keeper.endOverdueHolds();
        if (!pod.uid().isEmpty() && keeper.state().slotOf(new PodId(pod.uid())) >= 0) {
            keeper.apply(new ClusterEvent.HoldReleased(new PodId(pod.uid())));
        }
    }

    /** Holds what a pod will get on a node, if it fits there. */
    Future<Void> hold(PodFacts pod, Asked.Devices asked, String node) {
        return pod.uid().isEmpty() ? Future.succeededFuture() : hold(pod, asked, node, ROUNDS);
    }

    @SuppressWarnings("ReferenceEquality") // an unchanged node is the same object; a pod seen again is another one
    private Future<Void> hold(PodFacts pod, Asked.Devices asked, String name, int rounds) {
        if (rounds == 0 || !(keeper.state().view(name) instanceof NodeView.Known known)) {
            return Future.succeededFuture();
        }
        SeenPods.Seen asking = seen.get(pod.uid());
        return pool.one(known, asked.request(), () -> judge.judge(known, asked.request()))
                .compose(standing -> {
                    if (seen.get(pod.uid()) != asking) {
                        // It is filtered anew, and a hold would be in its own way.
                        return Future.succeededFuture();
                    }
                    if (keeper.state().view(name) != known) {
                        return hold(pod, asked, name, rounds - 1);
                    }
                    commit(pod, asked, known.node(), standing);
                    return Future.succeededFuture();
                });
    }

    private void commit(PodFacts pod, Asked.Devices asked, Node node, Standing standing) {
        boolean kept = failed.isKeptFrom(node.name(), asked.request());
        if (!kept && standing.verdict() instanceof Verdict.Fits fits) {
            PodId id = new PodId(pod.uid());
            Hold hold = new Hold(
                    Claims.of(id, pod.fullName(), pod.priority(), fits, node, asked.request()),
                    keeper.nowNanos() + nanos);
            keeper.apply(new ClusterEvent.HoldAsked(node.name(), hold));
        }
    }
}
