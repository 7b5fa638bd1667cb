package io.switchman.extender.app;

import io.switchman.extender.request.Asked;
import io.switchman.extender.wire.PodFacts;
import io.switchman.topology.placement.NodeJudge;
import io.switchman.topology.placement.Standing;
import io.switchman.topology.placement.Verdict;
import io.switchman.topology.state.Claim;
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
    private final HoldTerms terms;
    private final JobRails rails;
    private final OwnView own;

    /**
     * Holds.
     *
     * @param failed nodes that are kept from pods
     * @param terms says how firm they are and how long they last
     * @param rails is told of holds
     * @param own the state as a pod sees it that may hold devices itself
     */
    Holding(
            StateKeeper keeper,
            NodeJudge judge,
            JudgePool pool,
            SeenPods seen,
            FailedAdmissions failed,
            HoldTerms terms,
            JobRails rails,
            OwnView own) {
        this.keeper = keeper;
        this.judge = judge;
        this.pool = pool;
        this.seen = seen;
        this.failed = failed;
        this.terms = terms;
        this.rails = rails;
        this.own = own;
    }

    /**
     * Ends a pod's hold if it is soft: one that is judged again has lost its place, and so has one whose time is up. A firm one
     * stays until the pod has another: others must not come in between.
     */
    void end(PodFacts pod) {
        keeper.endOverdueHolds();
        Hold hold = pod.uid().isEmpty() ? null : keeper.holdOf(new PodId(pod.uid()));
        if (hold != null && !hold.isFirm()) {
            keeper.apply(new ClusterEvent.HoldReleased(hold.pod()));
            rails.ended(hold.pod());
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
        NodeView view = own.of(pod, keeper.snapshot()).state().view(name);
        NodeView.Known found = view instanceof NodeView.Known as ? as : known;
        return pool.one(found, asked.request(), () -> judge.judge(found, asked.request()))
                .compose(standing -> {
                    if (seen.get(pod.uid()) != asking) {
                        // It is filtered anew, and a hold would be in its own way.
                        return Future.succeededFuture();
                    }
                    if (keeper.state().view(name) != known) {
                        return hold(pod, asked, name, rounds - 1);
                    }
                    commit(pod, asked, found.node(), standing);
                    return Future.succeededFuture();
                });
    }

    private void commit(PodFacts pod, Asked.Devices asked, Node node, Standing standing) {
        boolean kept = failed.isKeptFrom(node.name(), asked.request());
        if (!kept && standing.verdict() instanceof Verdict.Fits fits) {
            PodId id = new PodId(pod.uid());
            Claim claim = Claims.of(id, pod.fullName(), pod.priority(), fits, node, asked.request());
            Hold hold = terms.of(pod, node.name(), claim);
            keeper.apply(new ClusterEvent.HoldAsked(node.name(), hold));
            rails.held(node.name(), hold);
        }
    }
}
