package io.switchman.topology.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.topology.Machines;
import io.switchman.topology.Sketch;
import io.switchman.topology.Sketch.Naming;
import io.switchman.topology.kubelet.Forecast;
import io.switchman.topology.kubelet.KubeletRelease;
import io.switchman.topology.kubelet.KubeletSetup;
import io.switchman.topology.kubelet.OutcomeClass;
import io.switchman.topology.kubelet.TopologyPolicy;
import io.switchman.topology.model.Machine;
import io.switchman.topology.state.Claim;
import io.switchman.topology.state.Claim.Extent;
import io.switchman.topology.state.ClusterEvent;
import io.switchman.topology.state.ClusterState;
import io.switchman.topology.state.NodeView;
import io.switchman.topology.state.PodId;
import io.switchman.topology.state.Reducer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A node where nobody knows which GPUs a pod has: what is promised holds whichever they are. */
class UnsettledTest {
    private static final Machine HGX = Machines.hgx(Naming.PER_RAIL);
    private static final KubeletSetup BEST_EFFORT =
            KubeletSetup.of(KubeletRelease.FROM_1_36, TopologyPolicy.BEST_EFFORT);
    private static final Judge SHAPES = new Judge(new Placer(), new Foresight());
    private static final Policy PREFER = Policy.DEFAULT;
    private static final Policy REQUIRE = Policy.DEFAULT.with(Policy.Mode.REQUIRE);
    private static final NodeJudge JUDGE = new NodeJudge(SHAPES, 1);
    private static final Reducer REDUCER = new Reducer(8);
    private static final Claim KNOWN = claim("known", 0xf0, new Extent.Exact());
    /** On paper GPUs 2 and 3, so that 0 and 1 look free. */
    private static final Claim GUESSED = claim("guessed", 0b1100, new Extent.OneOf(List.of(0b1100, 0b0011)));

    @Test
    void whoRequiresAlignmentIsRefusedWhereItDependsOnAGuess() {
        ClusterState state = state(KNOWN, GUESSED);
        assertThat(judge(state, 1, rails(REQUIRE, 0, 1))).isEqualTo(new Verdict.Refused(new Refusal.NodeUnsettled(1)));
        assertThat(judge(state, 2, rails(REQUIRE, 0, 1)))
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo(Refusal.Code.NOT_CERTAIN));
    }

    @Test
    void whoPrefersAlignmentFitsWithTheLowestChance() {
        Verdict.Fits fits = fits(judge(state(KNOWN, GUESSED), 1, rails(PREFER, 0, 1)));
        assertThat(forecast(fits).p()).isZero();
        assertThat(forecast(fits).kind()).isEqualTo(OutcomeClass.UNKNOWN);
    }

    @Test
    void theForecastIsTheWorstOfAllStates() {
        Request request = rails(PREFER, 2, 3);
        List<Integer> sets = List.of(0b1, 0b11 << 4, 0b1111_0011);
        List<Forecast> each = new ArrayList<>();
        for (int gpus : sets) {
            Claim exact = claim("pod", gpus, new Extent.Exact());
            each.add(forecast(fits(judge(state(exact), 1, request))));
        }
        double least = each.stream().mapToDouble(Forecast::p).min().orElseThrow();
        double most = each.stream().mapToDouble(Forecast::p).max().orElseThrow();
        assertThat(least).isPositive().isLessThan(most);
        for (int nominal : sets) {
            Claim guess = claim("pod", nominal, new Extent.OneOf(sets));
            Forecast forecast = forecast(fits(judge(state(guess), 1, request)));
            assertThat(forecast.p()).isEqualTo(least);
            assertThat(forecast).isEqualTo(Forecast.whichever(each));
        }
    }

    @Test
    void whoRequiresAlignmentFitsWhereItIsCertainInEachState() {
        Verdict.Fits fits = fits(judge(state(GUESSED), 1, rails(REQUIRE, 4, 5, 6, 7)));
        assertThat(forecast(fits).kind()).isEqualTo(OutcomeClass.CERTAIN);
        assertThat(fits.policyMet()).isTrue();
    }

    @Test
    void nothingIsPromisedWhereAPodMayHaveAnyDevices() {
        ClusterState state = state(claim("guessed", 0b1100, new Extent.Any()));
        assertThat(judge(state, 1, rails(REQUIRE, 4, 5, 6, 7)))
                .isEqualTo(new Verdict.Refused(new Refusal.NodeUnsettled(1)));
        assertThat(forecast(fits(judge(state, 1, rails(PREFER, 4, 5, 6, 7))))).isEqualTo(Forecast.UNKNOWN);
    }

    /** Of two ports with two VFs each, the pod has both of the second on paper, but it may have one of each. */
    @Test
    void thatPortsAreShortIsAGuessWhereAPodMayHaveAnyVfs() {
        Request two = pooled(2);
        for (Extent extent : List.of(new Extent.Any(), new Extent.OneOf(List.of(0b01, 0b10)), new Extent.Exact())) {
            boolean guess = extent instanceof Extent.Any;
            assertThat(refusal(twoPorts(0b11, vfs(extent, 0, 2)), two))
                    .isEqualTo(guess ? Refusal.Code.NODE_UNSETTLED : Refusal.Code.PORTS_SHORT);
        }
        assertThat(JUDGE.judge(twoPorts(0b11, vfs(new Extent.Exact(), 1, 1)), two)
                        .verdict())
                .isInstanceOf(Verdict.Fits.class);
    }

    /** The pod has VFs of the port in service on paper, but it may have those of the one that is not. */
    @Test
    void thatVfsAreShortIsAGuessWhereAPodMayHaveThoseOfAPortThatIsDown() {
        assertThat(refusal(twoPorts(0b10, vfs(new Extent.Any(), 0, 2)), pooled(1)))
                .isEqualTo(Refusal.Code.NODE_UNSETTLED);
        assertThat(refusal(twoPorts(0b10, vfs(new Extent.Exact(), 0, 2)), pooled(1)))
                .isEqualTo(Refusal.Code.VFS_SHORT);
        assertThat(refusal(twoPorts(0b10, vfs(new Extent.Any(), 1, 2)), pooled(2)))
                .as("one is left, wherever")
                .isEqualTo(Refusal.Code.VFS_SHORT);
    }

    private static Refusal.Code refusal(NodeView view, Request request) {
        return NodeRank.codeOf(JUDGE.judge(view, request).rank());
    }

    private static Request pooled(int count) {
        return new Request(
                new GpuDemand(Sketch.GPU, 2),
                List.of(new VfDemand(Sketch.POOL, count)),
                PREFER.with(Policy.DistinctPorts.REQUIRE));
    }

    private static Claim vfs(Extent extent, int... vfs) {
        return new Claim(new PodId("pod"), "ns/pod", 0, 0, vfs, extent);
    }

    private static NodeView twoPorts(long usable, Claim claim) {
        Machine machine = new Sketch("two-ports", Naming.POOLED, 2)
                .gpus(2, Sketch.under(0, 0, 0))
                .ports(2, Sketch.under(0, 0, 0))
                .build();
        List<ClusterEvent> events = List.of(
                new ClusterEvent.NodeSeen("n", machine, BEST_EFFORT),
                new ClusterEvent.PortsChanged("n", usable),
                new ClusterEvent.ClaimAsked("n", claim));
        return REDUCER.apply(ClusterState.EMPTY, events, 0).state().view(0);
    }

    @Test
    void evidenceSettlesTheNode() {
        ClusterState before = state(KNOWN, GUESSED);
        ClusterState asGuessed = seen(before, 0b1100);
        Verdict.Fits fits = fits(judge(asGuessed, 1, rails(REQUIRE, 0, 1)));
        assertThat(forecast(fits).kind()).isEqualTo(OutcomeClass.CERTAIN);
        assertThat(judge(asGuessed, 1, rails(REQUIRE, 0, 1)))
                .isEqualTo(judge(state(KNOWN, claim("guessed", 0b1100, new Extent.Exact())), 1, rails(REQUIRE, 0, 1)));
        ClusterState otherwise = seen(before, 0b0011);
        assertThat(judge(otherwise, 1, rails(REQUIRE, 0, 1)))
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo(Refusal.Code.NOT_ALIGNED));
        assertThat(forecast(fits(judge(otherwise, 1, rails(REQUIRE, 2, 3)))).kind())
                .isEqualTo(OutcomeClass.CERTAIN);
    }

    private static ClusterState seen(ClusterState state, int gpus) {
        ClusterEvent evidence = new ClusterEvent.EvidenceSeen(
                new PodId("guessed"), gpus, new int[HGX.sources().size()]);
        return REDUCER.apply(state, List.of(evidence), 0).state();
    }

    private static Claim claim(String pod, int gpus, Extent extent) {
        return new Claim(
                new PodId(pod), "ns/" + pod, 0, gpus, new int[HGX.sources().size()], extent);
    }

    private static ClusterState state(Claim... claims) {
        List<ClusterEvent> events = new ArrayList<>();
        events.add(new ClusterEvent.NodeSeen("n", HGX, BEST_EFFORT));
        for (Claim claim : claims) {
            events.add(new ClusterEvent.ClaimAsked("n", claim));
        }
        ClusterState state = REDUCER.apply(ClusterState.EMPTY, events, 0).state();
        assertThat(state.pods()).isEqualTo(claims.length);
        return state;
    }

    /** As many GPUs as rails. */
    private static Request rails(Policy policy, int... rails) {
        return new Request(
                new GpuDemand(Sketch.GPU, rails.length),
                Arrays.stream(rails)
                        .mapToObj(rail -> new VfDemand(Sketch.rail(rail), 1))
                        .toList(),
                policy);
    }

    private static Verdict judge(ClusterState state, int unsettledPerNode, Request request) {
        return new NodeJudge(SHAPES, unsettledPerNode)
                .judge(state.view(0), request)
                .verdict();
    }

    private static Verdict.Fits fits(Verdict verdict) {
        if (verdict instanceof Verdict.Fits fits) {
            return fits;
        }
        throw new AssertionError(verdict);
    }

    private static Forecast forecast(Verdict.Fits fits) {
        return Objects.requireNonNull(fits.forecast());
    }
}
