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

/**
 * Binds a pod: judges the node anew on the newest state, takes the devices, and says so only then. Asking twice for the
 * same is fine; asking for another node is not.
 */
final class Binding {
    private final StateKeeper keeper;
    private final NodeJudge judge;
    private final SeenPods seen;
    private final BoundPods boundPods;

    Binding(StateKeeper keeper, NodeJudge judge, SeenPods seen, BoundPods boundPods) {
        this.keeper = keeper;
        this.judge = judge;
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

    Result bind(BindArgs args) {
        PodId pod = new PodId(args.podUid());
        String bound = keeper.boundTo(pod);
        if (bound != null) {
            return bound.equals(args.node())
                    ? new Result.Bound()
                    : new Result.Refused("pod " + args.podUid() + " is bound to node " + bound + " already");
        }
        SeenPods.Seen known = seen.get(args.podUid());
        if (known == null) {
            return new Result.Refused("pod " + args.podUid() + " is not known: it was not filtered lately");
        }
        return switch (known.asked()) {
            case Asked.Nothing _ -> new Result.Bound();
            case Asked.Wrong wrong -> new Result.Refused(wrong.text());
            case Asked.Devices devices -> bind(pod, known, devices.request(), args.node());
        };
    }

    private Result bind(PodId pod, SeenPods.Seen known, Request request, String nodeName) {
        Node node = keeper.state().view(nodeName) instanceof NodeView.Known(Node n) ? n : null;
        if (node == null) {
            return new Result.Refused("node " + nodeName + " is not known");
        }
        Node before = node.without(pod);
        return switch (judge.judgeToBind(before, request)) {
            case Verdict.Refused refused ->
                new Result.Refused(nodeName + ": " + refused.refusal().text());
            case Verdict.Fits fits -> {
                Claim claim = Claims.of(pod, known.fullName(), known.priority(), fits, before, request);
                Result result = claim(nodeName, claim);
                if (result instanceof Result.Bound) {
                    boundPods.bound(new BoundPods.Bound(pod, before, request, fits));
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
}
