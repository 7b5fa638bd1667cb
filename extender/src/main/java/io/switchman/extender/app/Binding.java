package io.switchman.extender.app;

import io.switchman.extender.request.Asked;
import io.switchman.extender.wire.BindArgs;
import io.switchman.topology.placement.NodeJudge;
import io.switchman.topology.placement.Request;
import io.switchman.topology.placement.Verdict;
import io.switchman.topology.state.Claim;
import io.switchman.topology.state.ClusterEvent;
import io.switchman.topology.state.Effect;
import io.switchman.topology.state.Node;
import io.switchman.topology.state.NodeView;
import io.switchman.topology.state.PodId;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/**
 * Binds a pod: judges the node anew on the newest state, takes the devices, and says so only then. Asking twice for the
 * same is fine; asking for another node is not. Used on the writer's thread; judging may leave it.
 */
final class Binding {
    /** So often a node may change while it is judged. */
    private static final int ROUNDS = 4;

    private final StateKeeper keeper;
    private final NodeJudge judge;
    private final JudgePool pool;
    private final SeenPods seen;
    private final BoundPods boundPods;

    Binding(StateKeeper keeper, NodeJudge judge, JudgePool pool, SeenPods seen, BoundPods boundPods) {
        this.keeper = keeper;
        this.judge = judge;
        this.pool = pool;
        this.seen = seen;
        this.boundPods = boundPods;
    }

    /** What came of it. */
    sealed interface Result {
        /** The pod has its devices. */
        record Bound() implements Result {}

        /** It has not, and the state is as before. */
        record Refused(String reason) implements Result {}
    }

    /** Binds a pod to a node. Completes on the writer's thread, at once where judging is quick. */
    Future<Result> bind(BindArgs args) {
        PodId pod = new PodId(args.podUid());
        Result early = early(pod, args.node());
        if (early != null) {
            return Future.succeededFuture(early);
        }
        SeenPods.Seen known = seen.get(args.podUid());
        if (known == null) {
            return refused("pod " + args.podUid() + " is not known: it was not filtered lately");
        }
        return switch (known.asked()) {
            case Asked.Nothing _ -> Future.succeededFuture(new Result.Bound());
            case Asked.Wrong wrong -> refused(wrong.text());
            case Asked.Devices devices -> bind(new Wish(pod, known, devices.request(), args.node()), ROUNDS);
        };
    }

    /** Which pod, what it asks, and where it is to go. */
    private record Wish(PodId pod, SeenPods.Seen known, Request request, String node) {}

    /** What is said of a pod that is bound already; null of one that is not. */
    private @Nullable Result early(PodId pod, String node) {
        String bound = keeper.boundTo(pod);
        if (bound == null) {
            return null;
        }
        return bound.equals(node)
                ? new Result.Bound()
                : new Result.Refused("pod " + pod.uid() + " is bound to node " + bound + " already");
    }

    @SuppressWarnings("ReferenceEquality") // an unchanged node is the same object, see ClusterState.view
    private Future<Result> bind(Wish wish, int rounds) {
        if (rounds == 0) {
            return refused(wish.node() + ": the node changed again and again while it was judged, try again");
        }
        if (!(keeper.state().view(wish.node()) instanceof NodeView.Known view)) {
            return refused("node " + wish.node() + " is not known");
        }
        Node before = view.node().without(wish.pod());
        return pool.one(new NodeView.Known(before), wish.request(), () -> judge.judgeToBind(before, wish.request()))
                .compose(verdict -> {
                    Result early = early(wish.pod(), wish.node());
                    if (early != null) {
                        return Future.succeededFuture(early);
                    }
                    return keeper.state().view(wish.node()) == view
                            ? Future.succeededFuture(commit(wish, before, verdict))
                            : bind(wish, rounds - 1);
                });
    }

    /** Takes the devices, on the state that the node was judged in. Only the writer's thread may call this. */
    private Result commit(Wish wish, Node before, Verdict verdict) {
        return switch (verdict) {
            case Verdict.Refused refused ->
                new Result.Refused(wish.node() + ": " + refused.refusal().text());
            case Verdict.Fits fits -> {
                SeenPods.Seen known = wish.known();
                Claim claim = Claims.of(wish.pod(), known.fullName(), known.priority(), fits, before, wish.request());
                Result result = claim(wish.node(), claim);
                if (result instanceof Result.Bound) {
                    boundPods.bound(new BoundPods.Bound(wish.pod(), before, wish.request(), fits));
                }
                yield result;
            }
        };
    }

    private Result claim(String node, Claim claim) {
        for (Effect effect :
                keeper.apply(new ClusterEvent.ClaimAsked(node, claim)).effects()) {
            if (effect instanceof Effect.ClaimRefused refused && refused.claim().equals(claim)) {
                return new Result.Refused(node + ": " + refused.reason());
            }
        }
        return new Result.Bound();
    }

    private static Future<Result> refused(String reason) {
        return Future.succeededFuture(new Result.Refused(reason));
    }
}
