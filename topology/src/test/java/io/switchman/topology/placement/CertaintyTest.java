package io.switchman.topology.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.DOUBLE;

import io.switchman.topology.Machines;
import io.switchman.topology.Sketch;
import io.switchman.topology.Sketch.Naming;
import io.switchman.topology.kubelet.Forecast;
import io.switchman.topology.kubelet.KubeletRelease;
import io.switchman.topology.kubelet.KubeletSetup;
import io.switchman.topology.kubelet.OutcomeClass;
import io.switchman.topology.kubelet.TopologyPolicy;
import io.switchman.topology.model.Location;
import io.switchman.topology.model.Machine;
import io.switchman.topology.model.ResourceName;
import io.switchman.topology.state.Claim;
import io.switchman.topology.state.ClusterEvent;
import io.switchman.topology.state.ClusterState;
import io.switchman.topology.state.Effect;
import io.switchman.topology.state.Node;
import io.switchman.topology.state.NodeView;
import io.switchman.topology.state.PodId;
import io.switchman.topology.state.Reducer;
import io.switchman.topology.state.Step;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What certainty does to verdicts and ranks, on an HGX machine with a switch for each GPU and its port. */
class CertaintyTest {
    private static final Machine HGX = Machines.hgx(Naming.PER_RAIL);
    private static final NodeJudge JUDGE = new NodeJudge(new Judge(new Placer(), new Foresight()), 1);
    private static final PodId OTHER = new PodId("other");

    private static Request request(int gpus, Policy policy) {
        List<VfDemand> rails = IntStream.range(0, gpus)
                .mapToObj(port ->
                        new VfDemand(HGX.ports().get(port).pools().getFirst().resource(), 1))
                .toList();
        return new Request(new GpuDemand(new ResourceName("nvidia.com/gpu"), gpus), rails, policy);
    }

    private static Policy policy(Policy.Mode mode, MinCertainty certainty) {
        return Policy.DEFAULT.with(mode).with(certainty);
    }

    private static KubeletSetup kubelet(TopologyPolicy policy) {
        return KubeletSetup.of(KubeletRelease.FROM_1_36, policy);
    }

    private static Standing judge(KubeletSetup kubelet, Request request) {
        return JUDGE.judge(new NodeView.Known(Node.idle("n", HGX, kubelet)), request);
    }

    private static Refusal.Code refusal(Standing standing) {
        return NodeRank.codeOf(standing.rank());
    }

    private static OutcomeClass kind(Standing standing) {
        return standing.verdict() instanceof Verdict.Fits fits && fits.forecast() != null
                ? fits.forecast().kind()
                : OutcomeClass.REJECTED;
    }

    @ParameterizedTest
    @EnumSource(Policy.Mode.class)
    void aKubeletThatRejectsThePodIsRefused(Policy.Mode mode) {
        Standing standing = judge(kubelet(TopologyPolicy.RESTRICTED), request(8, Policy.DEFAULT.with(mode)));
        assertThat(refusal(standing)).isEqualTo(Refusal.Code.KUBELET_REJECTS);
    }

    @Test
    void requireMeansCertainUnlessLessWillDo() {
        KubeletSetup best = kubelet(TopologyPolicy.BEST_EFFORT);
        assertThat(refusal(judge(best, request(2, policy(Policy.Mode.REQUIRE, MinCertainty.UNSET)))))
                .isEqualTo(Refusal.Code.NOT_CERTAIN);
        assertThat(refusal(judge(best, request(2, policy(Policy.Mode.REQUIRE, new MinCertainty.Chance(0.9))))))
                .isEqualTo(Refusal.Code.NOT_CERTAIN);
        assertThat(judge(best, request(2, policy(Policy.Mode.REQUIRE, new MinCertainty.Chance(0.3))))
                        .rank())
                .isNotNegative();
        assertThat(judge(best, request(4, policy(Policy.Mode.REQUIRE, MinCertainty.UNSET)))
                        .rank())
                .isNotNegative();
    }

    /** Half of what the plugin may give is below the port's switch, and the shares sum up to a little less than half. */
    @Test
    void aChanceIsComparedAsFarAsItIsCounted() {
        Sketch sketch = new Sketch("x16", Naming.PER_RAIL, 8);
        for (int i = 0; i < 8; i++) {
            Location at = Sketch.under(i / 4, i / 4, i / 4);
            sketch.gpus(2, at).port(at);
        }
        Step busy = new Reducer(1)
                .apply(
                        ClusterState.EMPTY,
                        List.of(
                                new ClusterEvent.NodeSeen("n", sketch.build(), kubelet(TopologyPolicy.NONE)),
                                new ClusterEvent.ClaimAsked("n", new Claim(OTHER, "ns/other", 0, 0x5555, new int[8]))),
                        0);
        Policy half = policy(Policy.Mode.REQUIRE, new MinCertainty.Chance(0.5));
        Request request = new Request(new GpuDemand(Sketch.GPU, 2), List.of(new VfDemand(Sketch.rail(0), 1)), half);
        Standing standing = JUDGE.judge(busy.state().view(0), request);
        assertThat(standing.verdict()).isInstanceOfSatisfying(Verdict.Fits.class, fits -> {
            assertThat(fits.forecast())
                    .isNotNull()
                    .extracting(Forecast::p, DOUBLE)
                    .isLessThan(0.5);
            assertThat(fits.policyMet()).isTrue();
        });
    }

    @Test
    void whoPrefersIsRankedByCertainty() {
        Request request = request(4, policy(Policy.Mode.PREFER, MinCertainty.CERTAIN));
        Standing certain = judge(kubelet(TopologyPolicy.BEST_EFFORT), request);
        Standing chance = judge(kubelet(TopologyPolicy.NONE), request);
        assertThat(kind(certain)).isEqualTo(OutcomeClass.CERTAIN);
        assertThat(kind(chance)).isEqualTo(OutcomeClass.CHANCE);
        assertThat(certain.rank()).isGreaterThan(chance.rank());
        assertThat(chance.verdict())
                .isInstanceOfSatisfying(
                        Verdict.Fits.class, fits -> assertThat(fits.policyMet()).isFalse());
    }

    @Test
    void whatIsNotKnownMayBeAnything() {
        assertThat(kind(judge(KubeletSetup.UNKNOWN, request(8, Policy.DEFAULT))))
                .isEqualTo(OutcomeClass.UNKNOWN);
        assertThat(kind(judge(KubeletSetup.UNKNOWN, request(1, Policy.DEFAULT))))
                .isEqualTo(OutcomeClass.CHANCE);
    }

    @Test
    void aNodeThatFollowsPlansIsCertainByRailNames() {
        for (TopologyPolicy policy : List.of(TopologyPolicy.NONE, TopologyPolicy.BEST_EFFORT)) {
            assertThat(kind(judge(kubelet(policy), request(2, Policy.DEFAULT)))).isEqualTo(OutcomeClass.CHANCE);
            assertThat(kind(judge(kubelet(policy).followingPlans(), request(2, Policy.DEFAULT))))
                    .isEqualTo(OutcomeClass.CERTAIN);
        }
    }

    @Test
    void aVfOnAPortThatIsDownIsAMiss() {
        ClusterState state = state(kubelet(TopologyPolicy.BEST_EFFORT));
        ClusterState down = new Reducer(1)
                .apply(state, List.of(new ClusterEvent.PortsChanged("n", 0b11111110)), 0)
                .state();
        Standing standing = JUDGE.judge(down.view(0), request(1, Policy.DEFAULT));
        assertThat(refusal(standing)).isEqualTo(Refusal.Code.VFS_SHORT);
    }

    private static ClusterState state(KubeletSetup kubelet) {
        return new Reducer(9)
                .apply(ClusterState.EMPTY, List.of(new ClusterEvent.NodeSeen("n", HGX, kubelet)), 0)
                .state();
    }

    /** The node with another pod that has one GPU of the first four, or any of the machine. */
    private static ClusterState unsettled(KubeletSetup kubelet, Claim.Extent extent) {
        Claim claim =
                new Claim(OTHER, "ns/other", 0, 1 << 4, new int[HGX.sources().size()], extent);
        return new Reducer(9)
                .apply(state(kubelet), List.of(new ClusterEvent.ClaimAsked("n", claim)), 0)
                .state();
    }

    @Test
    void anUnsettledNodeIsAsSureAsInItsWorstState() {
        KubeletSetup best = kubelet(TopologyPolicy.BEST_EFFORT);
        Request required = request(4, policy(Policy.Mode.REQUIRE, MinCertainty.UNSET));
        Claim.Extent either = new Claim.Extent.OneOf(List.of(1, 1 << 4));
        assertThat(refusal(JUDGE.judge(unsettled(best, either).view(0), required)))
                .isEqualTo(Refusal.Code.NODE_UNSETTLED);
        Claim.Extent far = new Claim.Extent.OneOf(List.of(1 << 4, 1 << 5));
        assertThat(JUDGE.judge(unsettled(best, far).view(0), required).rank())
                .as("certain whichever it got")
                .isNotNegative();
        Standing preferred = JUDGE.judge(unsettled(best, new Claim.Extent.Any()).view(0), request(4, Policy.DEFAULT));
        assertThat(kind(preferred)).isEqualTo(OutcomeClass.UNKNOWN);
    }

    @Test
    void evidenceSettles() {
        KubeletSetup best = kubelet(TopologyPolicy.BEST_EFFORT);
        Request required = request(4, policy(Policy.Mode.REQUIRE, MinCertainty.UNSET));
        Step step = new Reducer(9)
                .apply(
                        unsettled(best, new Claim.Extent.Any()),
                        List.of(new ClusterEvent.EvidenceSeen(
                                OTHER, 1 << 6, new int[HGX.sources().size()])),
                        0);
        assertThat(step.effects()).singleElement().isInstanceOf(Effect.Settled.class);
        assertThat(kind(JUDGE.judge(step.state().view(0), required))).isEqualTo(OutcomeClass.CERTAIN);
    }

    /** A pod that was only guessed to have a device moves out of the way; one that is known to have it does not. */
    @Test
    void evidenceMovesGuessesOnly() {
        int[] none = new int[HGX.sources().size()];
        PodId second = new PodId("second");
        Claim guess = new Claim(second, "ns/second", 0, 1 << 5, none, new Claim.Extent.Any());
        Reducer reducer = new Reducer(9);
        ClusterState state = reducer.apply(
                        unsettled(kubelet(TopologyPolicy.NONE), new Claim.Extent.Any()),
                        List.of(new ClusterEvent.ClaimAsked("n", guess)),
                        0)
                .state();
        ClusterState settled = reducer.apply(state, List.of(new ClusterEvent.EvidenceSeen(OTHER, 1 << 5, none)), 0)
                .state();
        Node node = ((NodeView.Known) settled.view(0)).node();
        assertThat(node.claims().stream().mapToInt(Claim::gpus).toArray()).contains(1 << 5);
        assertThat(node.claims().stream()
                        .mapToInt(claim -> Integer.bitCount(claim.gpus()))
                        .sum())
                .isEqualTo(2);
        assertThat(Integer.bitCount(node.free().freeGpus())).isEqualTo(6);
        Step refused = reducer.apply(settled, List.of(new ClusterEvent.EvidenceSeen(second, 1 << 5, none)), 0);
        assertThat(refused.effects()).singleElement().isInstanceOf(Effect.EvidenceRefused.class);
        assertThat(((NodeView.Known) refused.state().view(0)).node().claims()).isEqualTo(node.claims());
    }
}
