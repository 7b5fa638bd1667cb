package io.switchman.topology.placement;

import io.switchman.topology.kubelet.Forecast;
import io.switchman.topology.kubelet.OutcomeClass;
import io.switchman.topology.kubelet.PodDemand;
import io.switchman.topology.model.ResourceName;
import io.switchman.topology.state.Claim;
import io.switchman.topology.state.Node;
import io.switchman.topology.state.NodeShape;
import io.switchman.topology.state.NodeView;
import java.util.ArrayList;
import java.util.List;

/**
 * Judges a node as we know it: holds, staleness, missing knowledge, and pods whose devices are not known yet, each have their
 * rule here and nowhere else.
 *
 * <p>{@link #glance} is quick and may promise too much; {@link #judge} is the whole verdict.
 *
 * <ul>
 *   <li>Known: judged by what nobody claims or holds; if that does not do, by what nobody claims or firmly holds. To the kubelet,
 *       held devices are free until the other pod comes, which may be before or after; so both must be good.
 *   <li>Stale: refused where alignment is required, else ranked behind every fresh node.
 *   <li>Unknown: refused. Whoever wants such nodes to pass does that outside.
 *   <li>Unsettled: as sure as in the worst state that it may be in. What is promised is the plan of the first look, so it is
 *       that plan which is looked at in each state.
 * </ul>
 */
public final class NodeJudge {
    /** States of an unsettled node that are looked at; where it may be in more, nothing is promised. */
    private static final int MOST_STATES = 16;

    /** The same for pods whose forecast takes milliseconds, see {@link PodDemand#isDrawnOnce}. */
    private static final int MOST_STATES_WALKED = 2;

    private final ShapeJudge shapes;
    private final int unsettledPerNode;

    /**
     * A judge.
     *
     * @param unsettledPerNode pods on a node whose devices are not known for sure, from which on a pod that requires alignment
     *     is refused there unless it is sure enough whatever those got; 1 or more
     */
    public NodeJudge(ShapeJudge shapes, int unsettledPerNode) {
        if (unsettledPerNode < 1) {
            throw new IllegalArgumentException("unsettledPerNode " + unsettledPerNode + " is below 1");
        }
        this.shapes = shapes;
        this.unsettledPerNode = unsettledPerNode;
    }

    /** Where a node stands at a first look: at least as good as it will be once settled. */
    public Standing glance(NodeView view, Request request) {
        return judge(view, request, false);
    }

    /** Where a node stands. */
    public Standing judge(NodeView view, Request request) {
        return judge(view, request, true);
    }

    private Standing judge(NodeView view, Request request, boolean settle) {
        return switch (view) {
            case NodeView.Known(Node node) -> judge(node, request, false, settle);
            case NodeView.Stale(Node node, long _) ->
                request.policy().mode() == Policy.Mode.REQUIRE
                        ? Standing.refused(new Refusal.StaleData())
                        : judge(node, request, true, settle);
            case NodeView.Unknown _ -> Standing.refused(new Refusal.NoData());
        };
    }

    /** What holds for a pod that is bound to a node now: no pod that only holds devices there comes before it. */
    public Verdict judgeToBind(Node node, Request request) {
        Verdict open = verdict(node, request, false, true);
        Node yielding = node.withoutSoftHolds();
        return open instanceof Verdict.Fits || yielding == node ? open : verdict(yielding, request, false, true);
    }

    private Standing judge(Node node, Request request, boolean stale, boolean settle) {
        boolean localityCounts = request.asksLocality() && request.policy().mode() != Policy.Mode.IGNORE;
        Verdict open = verdict(node, request, true, settle);
        Node yielding = node.withoutSoftHolds();
        if (open instanceof Verdict.Fits || yielding == node) {
            return new Standing(open, false, stale, localityCounts);
        }
        Verdict most = verdict(yielding, request, true, settle);
        // What keeps it away then is only that the held devices' pods have not come yet.
        boolean waits = open instanceof Verdict.Refused(Refusal.NodeUnsettled _) && most instanceof Verdict.Refused;
        return waits
                ? new Standing(open, false, stale, localityCounts)
                : new Standing(most, true, stale, localityCounts);
    }

    /**
     * A verdict by what nobody claims or holds.
     *
     * @param mayComeFirst whether pods that hold devices may be there before this one: to the kubelet their devices are taken or
     *     not then, else they are free
     */
    private Verdict verdict(Node node, Request request, boolean mayComeFirst, boolean settle) {
        int unsettled = node.unsettled(mayComeFirst);
        if (unsettled == 0 && node.holds().isEmpty()) {
            return settle ? shapes.judge(node.open(), request) : shapes.recall(node.open(), request);
        }
        Verdict glance = shapes.glance(node.open(), request);
        if (glance instanceof Verdict.Refused(Refusal refusal) && isGuess(refusal, node, request)) {
            return unsure(request, Forecast.UNKNOWN, unsettled);
        }
        if (!settle || !(glance instanceof Verdict.Fits fits)) {
            return glance;
        }
        int most = request.isDrawnOnce() ? MOST_STATES : MOST_STATES_WALKED;
        return ofUnsettled(node.possible(mayComeFirst, most), unsettled, request, fits);
    }

    private Verdict ofUnsettled(List<NodeShape> possible, int unsettled, Request request, Verdict.Fits glance) {
        Verdict verdict =
                Judge.under(request, glance.plan(), worst(possible, request, glance.plan()), glance.policyMet());
        return verdict instanceof Verdict.Refused(Refusal.NotCertain not)
                ? unsure(request, not.forecast(), unsettled)
                : verdict;
    }

    private Verdict unsure(Request request, Forecast forecast, int unsettled) {
        return new Verdict.Refused(
                unsettled >= unsettledPerNode
                        ? new Refusal.NodeUnsettled(unsettled)
                        : new Refusal.NotCertain(request.policy().minCertainty(), forecast));
    }

    /**
     * Whether it is refused only for devices of which it is guessed that other pods have them. How many there are of each
     * name is no guess, and only a pod that may have any devices may have other VFs than on paper.
     */
    private boolean isGuess(Refusal refusal, Node node, Request request) {
        boolean depends = switch (refusal) {
            case Refusal.NotAligned _ -> true;
            case Refusal.PortsShort _ -> mayHaveOtherVfs(node);
            case Refusal.VfsShort _ ->
                mayHaveOtherVfs(node) && request.vfs().stream().allMatch(vf -> left(vf.resource(), node) >= vf.count());
            default -> false;
        };
        return depends && fitsWithoutGuesses(node, request);
    }

    private static boolean mayHaveOtherVfs(Node node) {
        return node.claims().stream().anyMatch(claim -> claim.extent() instanceof Claim.Extent.Any);
    }

    /** VFs of a name that are left, usable or not: another pod may have those that are not. */
    private static int left(ResourceName name, Node node) {
        return node.machine().sourcesNamed(name).stream()
                .mapToInt(node.open()::freeVfs)
                .sum();
    }

    /** Whether it would fit if the devices were free of which it is only guessed that other pods have them. */
    private boolean fitsWithoutGuesses(Node node, Request request) {
        Node known = node;
        for (Claim claim : node.claims()) {
            known = claim.isExact() ? known : known.without(claim.pod());
        }
        return known != node && shapes.glance(known.open(), request) instanceof Verdict.Fits;
    }

    /** What holds of a plan in each state that a node may be in. */
    private Forecast worst(List<NodeShape> possible, Request request, Plan plan) {
        Policy.Mode mode = request.policy().mode() == Policy.Mode.IGNORE ? Policy.Mode.IGNORE : Policy.Mode.PREFER;
        Request asked = request.with(request.policy().with(mode).with(MinCertainty.UNSET));
        List<Forecast> each = new ArrayList<>();
        for (NodeShape state : possible) {
            Forecast forecast = state.kubelet().steered() ? ofSteered(state, asked, plan) : ofState(state, asked, plan);
            if (forecast.equals(Forecast.UNKNOWN)) {
                return forecast; // whatever the others are
            }
            each.add(forecast);
        }
        return each.isEmpty() ? Forecast.UNKNOWN : Forecast.whichever(each);
    }

    /** The agent follows the plan that is promised, whatever would be best in the state. */
    private Forecast ofSteered(NodeShape state, Request asked, Plan plan) {
        return plan.gpus().stream().allMatch(gpu -> (state.freeGpus() >>> gpu & 1) != 0)
                ? shapes.foresee(state, asked, plan)
                : Forecast.UNKNOWN;
    }

    /** As many ports are promised as the plan has; mostly the best plan of the state has as many, and is remembered. */
    private Forecast ofState(NodeShape state, Request asked, Plan plan) {
        Verdict glance = shapes.glance(state, asked);
        if (!(glance instanceof Verdict.Fits own)) {
            return Forecast.UNKNOWN;
        }
        if (own.plan().distinctPorts() != plan.distinctPorts()) {
            return shapes.foresee(state, asked, plan);
        }
        return switch (shapes.settle(state, asked, glance)) {
            case Verdict.Fits fits when fits.forecast() != null -> fits.forecast();
            case Verdict.Refused(Refusal.KubeletRejects _) -> new Forecast(OutcomeClass.REJECTED, 0, List.of());
            default -> Forecast.UNKNOWN;
        };
    }
}
