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
import io.switchman.topology.state.Hold;
import io.switchman.topology.state.Node;
import io.switchman.topology.state.NodeView;
import io.switchman.topology.state.PodId;
import io.switchman.topology.state.Reducer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The kubelet knows of no holds: what is promised holds whether the other pod comes before or after. */
class HeldDevicesTest {
    private static final Machine HGX = Machines.hgx(Naming.PER_RAIL);
    private static final NodeJudge JUDGE = new NodeJudge(new Judge(new Placer(), new Foresight()), 1);
    private static final Policy REQUIRE = Policy.DEFAULT.with(Policy.Mode.REQUIRE);

    /** GPUs 6 and 7 are all that nobody holds, but the kubelet would choose among eight. */
    @Test
    void whatIsForcedOnlyBesideAHoldIsNotCertain() {
        Node node = node(TopologyPolicy.NONE, hold("first", 0b0011_1111, new Extent.Exact()));
        Request request = rails(REQUIRE, 6, 7);
        assertThat(JUDGE.judge(new NodeView.Known(node), request).verdict())
                .isEqualTo(new Verdict.Refused(new Refusal.NodeUnsettled(1)));
        assertThat(JUDGE.judgeToBind(node, request))
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo(Refusal.Code.NOT_CERTAIN));
    }

    @Test
    void whatIsCertainWithAndWithoutTheHoldIsCertain() {
        Node node = node(TopologyPolicy.BEST_EFFORT, hold("first", 0b0011, new Extent.OneOf(List.of(0b0011, 0b1100))));
        Request request = rails(REQUIRE, 4, 5, 6, 7);
        Verdict.Fits certain =
                fits(JUDGE.judge(new NodeView.Known(node), request).verdict());
        assertThat(forecast(certain).kind()).isEqualTo(OutcomeClass.CERTAIN);
    }

    /** On an idle node the request is certain; after the held pod took GPUs of the same NUMA node, it is not. */
    @Test
    void whatIsCertainOnlyIfTheHeldPodComesLaterComesBehind() {
        Node node =
                node(TopologyPolicy.BEST_EFFORT, hold("first", 0b0011, new Extent.OneOf(List.of(0b0011, 0b0011_0000))));
        Standing standing = JUDGE.judge(new NodeView.Known(node), rails(REQUIRE, 4, 5, 6, 7));
        assertThat(standing.contested()).isTrue();
        assertThat(forecast(fits(standing.verdict())).kind()).isEqualTo(OutcomeClass.CERTAIN);
        assertThat(forecast(fits(JUDGE.judgeToBind(node, rails(REQUIRE, 4, 5, 6, 7))))
                        .kind())
                .isEqualTo(OutcomeClass.CERTAIN);
    }

    /** A hold may be no reason to believe that another pod has what it does not hold. */
    @Test
    void aHoldRulesOutNoneOfTheStatesOfAClaim() {
        Claim guess = claim("guessed", 0b1100, new Extent.OneOf(List.of(0b1100, 0b0011)));
        Node node = node(
                TopologyPolicy.BEST_EFFORT,
                new ClusterEvent.ClaimAsked("n", guess),
                hold("second", 0b0011, new Extent.Exact()));
        assertThat(node.possible(true, 16))
                .extracting(shape -> shape.freeGpus() & 0xf)
                .containsExactlyInAnyOrder(0b0011, 0b1100, 0);
    }

    @Test
    void aPodWithoutLocalityIsNotKnownToHaveWhatIsForcedOnlyOnPaper() {
        Claim guess = claim("guessed", 0b0000_0011, new Extent.Any());
        Node node = node(TopologyPolicy.NONE, new ClusterEvent.ClaimAsked("n", guess));
        Request gpus = new Request(new GpuDemand(Sketch.GPU, 6), List.of(), Policy.DEFAULT);
        Verdict.Fits fits = fits(JUDGE.judge(new NodeView.Known(node), gpus).verdict());
        assertThat(forecast(fits).gpuSets()).isEmpty();
        assertThat(fits.policyMet()).isTrue();
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

    private static Node node(TopologyPolicy policy, ClusterEvent... events) {
        List<ClusterEvent> all = new ArrayList<>();
        all.add(new ClusterEvent.NodeSeen("n", HGX, KubeletSetup.of(KubeletRelease.FROM_1_36, policy)));
        all.addAll(Arrays.asList(events));
        ClusterState state = new Reducer(9).apply(ClusterState.EMPTY, all, 0).state();
        return ((NodeView.Known) state.view(0)).node();
    }

    private static ClusterEvent hold(String pod, int gpus, Extent extent) {
        return new ClusterEvent.HoldAsked("n", new Hold(claim(pod, gpus, extent), 1_000));
    }

    private static Claim claim(String pod, int gpus, Extent extent) {
        return new Claim(
                new PodId(pod), "ns/" + pod, 0, gpus, new int[HGX.sources().size()], extent);
    }

    private static Request rails(Policy policy, int... rails) {
        List<VfDemand> vfs = Arrays.stream(rails)
                .mapToObj(rail -> new VfDemand(Sketch.rail(rail), 1))
                .toList();
        return new Request(new GpuDemand(Sketch.GPU, rails.length), vfs, policy);
    }
}
