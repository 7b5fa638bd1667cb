package io.switchman.extender.app;

import io.switchman.extender.request.Asked;
import io.switchman.extender.wire.BindArgs;
import io.switchman.topology.placement.NodeJudge;
import io.switchman.topology.placement.Policy;
import io.switchman.topology.placement.Refusal;
import io.switchman.topology.placement.Request;
import io.switchman.topology.placement.Verdict;
import io.switchman.topology.state.Claim;
import io.switchman.topology.state.ClusterEvent;
import io.switchman.topology.state.Effect;
import io.switchman.topology.state.Node;
import io.switchman.topology.state.NodeView;
import io.switchman.topology.state.PodId;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Binds a pod: judges the node anew on the newest state, takes the devices, has the cluster make it last, and says so only then.
 * Asking twice for the same is fine, also while the first is in work; asking for another node is not. What the cluster clearly
 * refuses is given back, what is unclear stays taken. Used on the writer's thread; judging may leave it.
 */
final class Binding {
    /** So often a node may change while it is judged. */
    private static final int ROUNDS = 4;

    private final StateKeeper keeper;
    private final NodeJudge judge;
    private final JudgePool pool;
    private final SeenPods seen;
    private final FailedAdmissions failed;
    private final WatchedPods watched;
    private final Binder binder;

    /** Bindings in work, by pod. */
    private final Map<PodId, Work> work = new HashMap<>();

    /** Orders of which the cluster has not said whether they were carried out. */
    private final Map<PodId, Binder.Order> unclear = new HashMap<>();

    Binding(
            StateKeeper keeper,
            NodeJudge judge,
            JudgePool pool,
            SeenPods seen,
            FailedAdmissions failed,
            ClusterSide side) {
        this.keeper = keeper;
        this.judge = judge;
        this.pool = pool;
        this.seen = seen;
        this.failed = failed;
        this.watched = side.pods();
        this.binder = side.binder();
    }

    /** What came of it. */
    sealed interface Result {
        /** The pod is bound, and has its devices. */
        record Bound() implements Result {}

        /** It is not. Its devices are given back, unless it is unclear whether it may be bound yet. */
        record Refused(String reason) implements Result {}
    }

    /** A binding in work. */
    private record Work(String node, Future<Result> result) {}

    /** Forgets orders whose pods the cluster shows bound or gone; to be called now and then. */
    void forget() {
        unclear.values().removeIf(order -> {
            WatchedPods.Watched told = watched.of(order.pod());
            return !work.containsKey(order.pod())
                    && (keeper.boundTo(order.pod()) == null || told != null && told.node() != null);
        });
    }

    /** Binds a pod to a node. Completes on the writer's thread. */
    Future<Result> bind(BindArgs args) {
        PodId pod = new PodId(args.podUid());
        Work before = work.get(pod);
        if (before != null) {
            return before.node().equals(args.node())
                    ? before.result()
                    : refused("pod " + pod.uid() + " is being bound to node " + before.node());
        }
        Future<Result> result = begin(pod, args);
        if (!result.isComplete()) {
            work.put(pod, new Work(args.node(), result));
            result.onComplete(_ -> work.remove(pod));
        }
        return result;
    }

    /** Binds a pod to a node without a word of ours, as the scheduler would by itself. */
    Future<Result> bindPlainly(BindArgs args) {
        return send(new Binder.Order(new PodId(args.podUid()), args.podNamespace(), args.podName(), args.node(), null));
    }

    private Future<Result> begin(PodId pod, BindArgs args) {
        Future<Result> early = early(pod, args.node());
        if (early != null) {
            return early;
        }
        SeenPods.Seen known = known(pod);
        if (known == null) {
            return refused("pod " + args.podUid() + " is not known: it was not filtered lately");
        }
        return switch (known.asked()) {
            case Asked.Nothing _ -> bindPlainly(args);
            case Asked.Wrong wrong -> refused(wrong.text());
            case Asked.Devices devices -> bind(new Wish(pod, args, known, devices.request()), ROUNDS);
        };
    }

    /** What a pod asks is told by its filter, or by the cluster after a restart; never by whoever wants it bound. */
    private SeenPods.@Nullable Seen known(PodId pod) {
        SeenPods.Seen filtered = seen.get(pod.uid());
        WatchedPods.Watched told = filtered == null ? watched.of(pod) : null;
        return told == null ? filtered : new SeenPods.Seen(told.fullName(), told.priority(), told.asked());
    }

    /** Which pod, what it asks, and where it is to go. */
    private record Wish(PodId pod, BindArgs args, SeenPods.Seen known, Request request) {
        String node() {
            return args.node();
        }
    }

    /** What is said of a pod that has its devices already; null of one that has not. */
    private @Nullable Future<Result> early(PodId pod, String node) {
        String bound = keeper.boundTo(pod);
        if (bound == null) {
            unclear.remove(pod);
            return null;
        }
        if (!bound.equals(node)) {
            return refused("pod " + pod.uid() + " is bound to node " + bound + " already");
        }
        Binder.Order order = unclear.get(pod);
        return order == null ? Future.succeededFuture(new Result.Bound()) : send(order);
    }

    @SuppressWarnings("ReferenceEquality") // an unchanged node is the same object, see ClusterState.view
    private Future<Result> bind(Wish wish, int rounds) {
        if (failed.isKeptFrom(wish.node(), wish.request())) {
            return refused(wish.node() + ": " + new Refusal.AdmissionFailed().text());
        }
        if (rounds == 0) {
            return refused(wish.node() + ": the node changed again and again while it was judged, try again");
        }
        NodeView view = keeper.state().view(wish.node());
        Node node = switch (view) {
            case null -> null;
            case NodeView.Known(Node known) -> known;
            case NodeView.Stale(Node known, long _) -> known;
            case NodeView.Unknown _ -> null;
        };
        if (node == null) {
            return refused("node " + wish.node() + " is not known");
        }
        if (view instanceof NodeView.Stale && wish.request().policy().mode() == Policy.Mode.REQUIRE) {
            return refused(wish.node() + ": " + new Refusal.StaleData().text());
        }
        Node before = node.without(wish.pod());
        return pool.one(new NodeView.Known(before), wish.request(), () -> judge.judgeToBind(before, wish.request()))
                .compose(verdict -> {
                    Future<Result> early = early(wish.pod(), wish.node());
                    if (early != null) {
                        return early;
                    }
                    return keeper.state().view(wish.node()) == view
                            ? commit(wish, before, verdict)
                            : bind(wish, rounds - 1);
                });
    }

    /** Takes the devices, on the state that the node was judged in, and tells the cluster. */
    private Future<Result> commit(Wish wish, Node before, Verdict verdict) {
        return switch (verdict) {
            case Verdict.Refused refused ->
                refused(wish.node() + ": " + refused.refusal().text());
            case Verdict.Fits fits -> {
                SeenPods.Seen known = wish.known();
                long generation = keeper.state().generation();
                Claim claim = Claims.of(wish.pod(), known.fullName(), known.priority(), fits, before, wish.request());
                String refusal = claim(wish.node(), claim);
                yield refusal != null
                        ? refused(wish.node() + ": " + refusal)
                        : send(new Binder.Order(
                                wish.pod(),
                                wish.args().podNamespace(),
                                wish.args().podName(),
                                wish.node(),
                                new Binder.Placed(claim, before, wish.request(), fits, generation)));
            }
        };
    }

    /** Why the devices cannot be had, or null. */
    private @Nullable String claim(String node, Claim claim) {
        for (Effect effect :
                keeper.apply(new ClusterEvent.ClaimAsked(node, claim)).effects()) {
            if (effect instanceof Effect.ClaimRefused refused && refused.claim().equals(claim)) {
                return refused.reason();
            }
        }
        return null;
    }

    private Future<Result> send(Binder.Order order) {
        boolean again = unclear.containsKey(order.pod());
        if (order.placed() != null) {
            // Until the cluster answers it is unclear, whatever goes wrong on the way.
            unclear.put(order.pod(), order);
        }
        return answer(order).map(answer -> switch (answer) {
            case Binder.Answer.Done _ -> {
                unclear.remove(order.pod());
                yield new Result.Bound();
            }
            case Binder.Answer.Refused(String reason) -> {
                // What this order was told says nothing of an earlier one that may yet be carried out.
                if (!again) {
                    unclear.remove(order.pod());
                    giveBack(order);
                }
                yield new Result.Refused(reason);
            }
            case Binder.Answer.Unclear(String reason) ->
                new Result.Refused("it is not clear whether the pod is bound, ask again: " + reason);
        });
    }

    /** The cluster's answer; where asking itself fails, nobody can tell. */
    private Future<Binder.Answer> answer(Binder.Order order) {
        try {
            return binder.bind(order).otherwise(e -> new Binder.Answer.Unclear(String.valueOf(e)));
        } catch (RuntimeException e) {
            return Future.succeededFuture(new Binder.Answer.Unclear("a bug: " + e));
        }
    }

    /** Ends what was taken for an order, unless the cluster says by now that the pod is on a node. */
    private void giveBack(Binder.Order order) {
        WatchedPods.Watched told = watched.of(order.pod());
        boolean isElsewhere = told != null && told.node() != null && !told.isOver();
        if (order.placed() != null && !isElsewhere) {
            keeper.apply(new ClusterEvent.PodReleased(order.pod()));
        }
    }

    private static Future<Result> refused(String reason) {
        return Future.succeededFuture(new Result.Refused(reason));
    }
}
