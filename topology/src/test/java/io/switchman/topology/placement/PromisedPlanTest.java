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

/** Whatever state a node is in, what is promised is the plan that is shown, because that is what an agent follows. */
class PromisedPlanTest {
    private static final Machine P4D = Machines.p4d(Naming.PER_RAIL);
    private static final KubeletSetup STOCK = KubeletSetup.of(KubeletRelease.FROM_1_36, TopologyPolicy.NONE);
    private static final NodeJudge JUDGE = new NodeJudge(new Judge(new Placer(), new Foresight()), 1);
    private static final Policy REQUIRE = Policy.DEFAULT.with(Policy.Mode.REQUIRE);

    /** Two GPUs are beside rail 0, and a pod that may come first holds one of them. */
    @Test
    void besideAHoldTheAgentFollowsThePlanThatLeavesItAlone() {
        ClusterEvent hold = new ClusterEvent.HoldAsked("n", new Hold(claim(P4D, 0b01, new Extent.Exact()), 1_000));
        Node node = node(P4D, STOCK.followingPlans(), hold);
        for (Verdict verdict : List.of(
                JUDGE.judge(new NodeView.Known(node), rail(REQUIRE)).verdict(),
                JUDGE.judgeToBind(node, rail(REQUIRE)))) {
            Verdict.Fits fits = fits(verdict);
            assertThat(fits.plan().gpus()).containsExactly(1);
            assertThat(forecast(fits)).isEqualTo(new Forecast(OutcomeClass.CERTAIN, 1, List.of(0b10L)));
        }
    }

    /** The plan has the other of the two GPUs, which may be the one that the pod has. */
    @Test
    void nothingIsPromisedWhereThePlannedGpuMayBeTaken() {
        Claim guessed = claim(P4D, 0b01, new Extent.OneOf(List.of(0b01, 0b10)));
        Node node = node(P4D, STOCK.followingPlans(), new ClusterEvent.ClaimAsked("n", guessed));
        assertThat(JUDGE.judge(new NodeView.Known(node), rail(REQUIRE)).verdict())
                .isEqualTo(new Verdict.Refused(new Refusal.NodeUnsettled(1)));
        Verdict.Fits fits =
                fits(JUDGE.judge(new NodeView.Known(node), rail(Policy.DEFAULT)).verdict());
        assertThat(fits.plan().gpus()).containsExactly(1);
        assertThat(forecast(fits)).isEqualTo(Forecast.UNKNOWN);
    }

    /** Two ports are on one switch, and all that nobody holds is on the first; to the kubelet those of both are free. */
    @Test
    void asManyPortsArePromisedAsThePlanHas() {
        Machine machine = new Sketch("two-ports", Naming.POOLED, 2)
                .gpus(2, Sketch.under(0, 0, 0))
                .ports(2, Sketch.under(0, 0, 0))
                .build();
        Claim second = new Claim(new PodId("other"), "ns/other", 0, 0, new int[] {0, 2});
        Node node = node(machine, STOCK, new ClusterEvent.HoldAsked("n", new Hold(second, 1_000)));
        Request request = new Request(new GpuDemand(Sketch.GPU, 2), List.of(new VfDemand(Sketch.POOL, 2)), REQUIRE);
        Verdict.Fits fits = fits(JUDGE.judgeToBind(node, request));
        assertThat(fits.plan().distinctPorts()).isEqualTo(1);
        assertThat(forecast(fits).kind()).isEqualTo(OutcomeClass.CERTAIN);
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

    private static Node node(Machine machine, KubeletSetup setup, ClusterEvent... events) {
        List<ClusterEvent> all = new ArrayList<>(List.of(new ClusterEvent.NodeSeen("n", machine, setup)));
        all.addAll(Arrays.asList(events));
        ClusterState state = new Reducer(9).apply(ClusterState.EMPTY, all, 0).state();
        return ((NodeView.Known) state.view(0)).node();
    }

    private static Claim claim(Machine machine, int gpus, Extent extent) {
        int[] vfs = new int[machine.sources().size()];
        return new Claim(new PodId("other"), "ns/other", 0, gpus, vfs, extent);
    }

    /** A GPU and a VF of rail 0. */
    private static Request rail(Policy policy) {
        return new Request(new GpuDemand(Sketch.GPU, 1), List.of(new VfDemand(Sketch.rail(0), 1)), policy);
    }
}
