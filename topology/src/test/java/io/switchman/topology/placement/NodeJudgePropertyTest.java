package io.switchman.topology.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.topology.RandomCases;
import io.switchman.topology.kubelet.Forecast;
import io.switchman.topology.kubelet.OutcomeClass;
import io.switchman.topology.state.Claim;
import io.switchman.topology.state.Claim.Extent;
import io.switchman.topology.state.Node;
import io.switchman.topology.state.NodeShape;
import io.switchman.topology.state.NodeView;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is on a node: a first look promises at least as much, and unsettled nodes are as sure as in their worst state. */
class NodeJudgePropertyTest {
    private static final int CASES = Integer.getInteger("nodes", 4_000);

    private final Foresight foresight = new Foresight();
    private final Judge shapes = new Judge(new Placer(), foresight);

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aFirstLookPromisesAtLeastAsMuch(boolean remembered) {
        ShapeJudge memo = remembered ? new Remembering(shapes) : shapes;
        NodeJudge judge = new NodeJudge(memo, 2);
        int better = 0;
        for (long seed = 1; seed <= CASES; seed++) {
            RandomNode drawn = RandomNode.of(RandomCases.of(seed));
            Node node = drawn.node();
            Request request = drawn.request();
            NodeView view = seed % 10 == 0 ? new NodeView.Stale(node, 0) : new NodeView.Known(node);
            if (seed % 2 == 0) {
                // What is then remembered of the nominal states is not what holds for the node.
                memo.judge(node.open(), request);
                memo.judge(node.free(), request);
            }
            Standing first = judge.glance(view, request);
            Standing last = judge.judge(view, request);
            assertThat(last.isSettled()).isTrue();
            assertThat(first.rank())
                    .as("seed %d: %s then %s for %s", seed, first, last, request)
                    .isGreaterThanOrEqualTo(last.rank());
            assertThat(new NodeJudge(shapes, 2).judge(view, request))
                    .as("seed %d: whatever was remembered", seed)
                    .isEqualTo(last);
            assertThat(!first.isSettled() || first.equals(last))
                    .as("seed %d", seed)
                    .isTrue();
            better += first.rank() > last.rank() ? 1 : 0;
        }
        assertThat(better).isGreaterThan(CASES / 20);
    }

    @Test
    void anUnsettledNodeIsAsSureAsInItsWorstState() {
        NodeJudge judge = new NodeJudge(shapes, 2);
        Map<Refusal.Code, Integer> refused = new EnumMap<>(Refusal.Code.class);
        int fitting = 0;
        for (long seed = 1; seed <= CASES; seed++) {
            RandomNode drawn = RandomNode.of(RandomCases.of(seed));
            Node node = drawn.node();
            Request request = drawn.request();
            boolean matters = request.asksLocality()
                    && node.unsettled(false) > 0
                    && node.holds().isEmpty();
            if (!matters || !(shapes.glance(node.free(), request) instanceof Verdict.Fits)) {
                continue;
            }
            Forecast worst = worst(node, request);
            switch (judge.judge(new NodeView.Known(node), request).verdict()) {
                case Verdict.Fits fits -> {
                    fitting++;
                    assertThat(fits.forecast()).as("seed %d", seed).isNotNull().satisfies(forecast -> {
                        assertThat(forecast.kind()).isEqualTo(worst.kind());
                        assertThat(forecast.p()).isEqualTo(worst.p());
                    });
                    assertThat(request.policy().mode() != Policy.Mode.REQUIRE || isEnough(worst, request))
                            .as("seed %d: %s for %s", seed, worst, request)
                            .isTrue();
                }
                case Verdict.Refused(Refusal refusal) -> {
                    refused.merge(refusal.code(), 1, Integer::sum);
                    assertThat(refusal.code())
                            .as("seed %d: %s for %s", seed, worst, request)
                            .isEqualTo(
                                    worst.kind() == OutcomeClass.REJECTED
                                            ? Refusal.Code.KUBELET_REJECTS
                                            : node.unsettled(false) >= 2
                                                    ? Refusal.Code.NODE_UNSETTLED
                                                    : Refusal.Code.NOT_CERTAIN);
                    assertThat(isEnough(worst, request)).isFalse();
                }
            }
        }
        assertThat(fitting).isGreaterThan(CASES / 40);
        assertThat(refused)
                .containsOnlyKeys(Refusal.Code.NODE_UNSETTLED, Refusal.Code.NOT_CERTAIN, Refusal.Code.KUBELET_REJECTS);
    }

    @Test
    void whatIsNotAlignedIsSoInEachState() {
        NodeJudge judge = new NodeJudge(shapes, 2);
        int proved = 0;
        int open = 0;
        for (long seed = 1; seed <= 4L * CASES; seed++) {
            RandomNode drawn = RandomNode.of(RandomCases.of(seed));
            Node node = drawn.node();
            Request request = drawn.request().with(drawn.request().policy().with(Policy.Mode.REQUIRE));
            boolean matters = node.unsettled(false) > 0 && node.holds().isEmpty();
            if (!matters || !(shapes.glance(node.free(), request) instanceof Verdict.Refused(Refusal.NotAligned _))) {
                continue;
            }
            Set<Integer> states = new HashSet<>();
            states(node.claims(), NodeShape.idle(node.machine()).freeGpus(), states);
            boolean aligned = states.stream()
                    .anyMatch(free -> shapes.glance(withFree(node.free(), free), request) instanceof Verdict.Fits);
            Refusal.Code code = NodeRank.codeOf(
                    judge.judge(new NodeView.Known(node), request).rank());
            assertThat(NodeRank.codeOf(
                            judge.glance(new NodeView.Known(node), request).rank()))
                    .as("seed %d: at the first look, too", seed)
                    .isEqualTo(code);
            assertThat(aligned && code == Refusal.Code.NOT_ALIGNED)
                    .as("seed %d: aligned in some state", seed)
                    .isFalse();
            proved += code == Refusal.Code.NOT_ALIGNED ? 1 : 0;
            open += aligned ? 1 : 0;
        }
        assertThat(proved).isGreaterThan(20);
        assertThat(open).isGreaterThan(10);
    }

    @Test
    void aPodThatNeedsNothingAlignedIsRefusedOnlyWhereNoStateAdmitsIt() {
        NodeJudge judge = new NodeJudge(shapes, 1);
        int judged = 0;
        for (long seed = 1; seed <= CASES; seed++) {
            RandomNode drawn = RandomNode.of(RandomCases.of(seed));
            Node node = drawn.node();
            Request request = drawn.request().with(drawn.request().policy().with(Policy.Mode.REQUIRE));
            boolean matters = !request.asksLocality() && node.holds().isEmpty();
            if (matters && shapes.glance(node.free(), request) instanceof Verdict.Fits) {
                judged++;
                switch (judge.judge(new NodeView.Known(node), request).verdict()) {
                    case Verdict.Fits fits ->
                        assertThat(fits.policyMet()).as("seed %d", seed).isTrue();
                    case Verdict.Refused(Refusal refusal) -> {
                        assertThat(refusal.code()).as("seed %d", seed).isEqualTo(Refusal.Code.KUBELET_REJECTS);
                        assertThat(worst(node, request).kind()).isEqualTo(OutcomeClass.REJECTED);
                    }
                }
            }
        }
        assertThat(judged).isGreaterThan(CASES / 40);
    }

    /** For a pod that requires it. */
    private static boolean isEnough(Forecast forecast, Request request) {
        return forecast.kind() == OutcomeClass.CERTAIN
                || forecast.kind() != OutcomeClass.REJECTED
                        && request.policy().minCertainty() instanceof MinCertainty.Chance(double least)
                        && forecast.p() >= least - 1e-9;
    }

    /** In each state that the claims allow, one by one, what becomes of the plan that is shown. */
    private Forecast worst(Node node, Request request) {
        Plan plan = ((Verdict.Fits) shapes.glance(node.free(), request)).plan();
        Set<Integer> states = new HashSet<>();
        boolean told = states(node.claims(), NodeShape.idle(node.machine()).freeGpus(), states);
        if (!told || states.isEmpty() || states.size() > 16) {
            return Forecast.UNKNOWN;
        }
        Policy policy = request.policy();
        boolean required = policy.mode() == Policy.Mode.REQUIRE;
        Request asked = request.with((required ? policy.with(Policy.Mode.PREFER) : policy).with(MinCertainty.UNSET));
        Set<OutcomeClass> kinds = new HashSet<>();
        double least = 1;
        for (int free : states) {
            Forecast forecast = promised(withFree(node.free(), free), asked, plan);
            kinds.add(forecast.kind());
            least = Math.min(least, forecast.p());
        }
        boolean never = Set.of(OutcomeClass.IMPOSSIBLE, OutcomeClass.REJECTED).containsAll(kinds);
        OutcomeClass kind =
                kinds.size() == 1 ? kinds.iterator().next() : never ? OutcomeClass.IMPOSSIBLE : OutcomeClass.UNKNOWN;
        return new Forecast(kind, least, List.of());
    }

    /** A plan that is followed must be possible in the state; another must have as many ports. */
    private Forecast promised(NodeShape state, Request asked, Plan plan) {
        boolean planned = plan.gpus().stream().allMatch(gpu -> (state.freeGpus() >>> gpu & 1) != 0);
        boolean fits = state.kubelet().steered() ? planned : shapes.glance(state, asked) instanceof Verdict.Fits;
        return fits ? foresight.of(state, asked, plan) : Forecast.UNKNOWN;
    }

    private static NodeShape withFree(NodeShape shape, int gpus) {
        return NodeShape.of(shape.machine(), gpus, shape.usablePorts(), shape.freeVfs())
                .with(shape.kubelet());
    }

    /** Adds the sets of GPUs that may be free; false where a pod may have any. */
    private static boolean states(List<Claim> claims, int free, Set<Integer> states) {
        if (claims.isEmpty()) {
            states.add(free);
            return true;
        }
        List<Integer> sets = switch (claims.getFirst().extent()) {
            case Extent.Exact _ -> List.of(claims.getFirst().gpus());
            case Extent.OneOf(List<Integer> some) -> some;
            case Extent.Any _ -> List.of();
        };
        boolean told = !sets.isEmpty();
        for (int set : sets) {
            told &= (set & ~free) != 0 || states(claims.subList(1, claims.size()), free & ~set, states);
        }
        return told;
    }
}
