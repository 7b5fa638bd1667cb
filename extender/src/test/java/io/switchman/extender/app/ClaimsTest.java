package io.switchman.extender.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.topology.Machines;
import io.switchman.topology.Sketch;
import io.switchman.topology.Sketch.Naming;
import io.switchman.topology.kubelet.ContainerDemand;
import io.switchman.topology.kubelet.Forecast;
import io.switchman.topology.kubelet.KubeletRelease;
import io.switchman.topology.kubelet.KubeletSetup;
import io.switchman.topology.kubelet.OutcomeClass;
import io.switchman.topology.kubelet.PodDemand;
import io.switchman.topology.kubelet.TopologyPolicy;
import io.switchman.topology.placement.Foresight;
import io.switchman.topology.placement.GpuDemand;
import io.switchman.topology.placement.Judge;
import io.switchman.topology.placement.Placer;
import io.switchman.topology.placement.Policy;
import io.switchman.topology.placement.Request;
import io.switchman.topology.placement.Verdict;
import io.switchman.topology.placement.VfDemand;
import io.switchman.topology.state.Claim;
import io.switchman.topology.state.Claim.Extent;
import io.switchman.topology.state.ClusterEvent;
import io.switchman.topology.state.ClusterState;
import io.switchman.topology.state.Node;
import io.switchman.topology.state.NodeShape;
import io.switchman.topology.state.NodeView;
import io.switchman.topology.state.PodId;
import io.switchman.topology.state.Reducer;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How well a bound pod's devices are known. */
class ClaimsTest {
    private static final KubeletSetup BEST_EFFORT =
            KubeletSetup.of(KubeletRelease.FROM_1_36, TopologyPolicy.BEST_EFFORT);
    private static final NodeShape HGX =
            NodeShape.idle(Machines.hgx(Naming.PER_RAIL)).with(BEST_EFFORT);
    private static final NodeShape POOLED =
            NodeShape.idle(Machines.hgx(Naming.POOLED, 1)).with(BEST_EFFORT);

    private final Judge judge = new Judge(new Placer(), new Foresight());

    @Test
    void whereTheKubeletHasNoChoiceTheDevicesAreKnown() {
        Claim claim = claim(HGX, rails(4));
        assertThat(claim.extent()).isEqualTo(new Extent.Exact());
        assertThat(claim.gpus()).isEqualTo(0b1111);
        assertThat(claim.vfs()).containsExactly(1, 1, 1, 1, 0, 0, 0, 0);
    }

    @Test
    void certainAlignmentIsNotKnowledge() {
        Request anyLevel = rails(1).with(Policy.DEFAULT.with(Policy.Mode.IGNORE));
        Verdict.Fits fits = fits(HGX, anyLevel);
        assertThat(fits.forecast()).isNotNull().extracting(Forecast::kind).isEqualTo(OutcomeClass.CERTAIN);
        assertThat(claim(HGX, anyLevel).isExact()).isFalse();
    }

    @Test
    void byRailNamesOnlyTheGpusAreGuessed() {
        Claim claim = claim(HGX, rails(2));
        assertThat(claim.gpus()).as("as planned").isEqualTo(0b0011);
        assertThat(claim.extent())
                .isInstanceOfSatisfying(
                        Extent.OneOf.class,
                        oneOf -> assertThat(oneOf.gpuSets())
                                .as("two of the first socket")
                                .hasSize(6)
                                .contains(0b0011)
                                .allMatch(set -> Integer.bitCount(set) == 2 && set < 16));
    }

    @Test
    void aPlanThatTheKubeletCannotGiveIsNoGuess() {
        Verdict.Fits fits = fits(HGX, rails(2));
        Verdict.Fits other = new Verdict.Fits(
                fits.plan(), new Forecast(OutcomeClass.IMPOSSIBLE, 0, List.of(0b0101L, 0b1010L)), false);
        Claim claim = Claims.of(new PodId("p"), "ns/p", 0, other, node(HGX), rails(2));
        assertThat(claim.gpus()).isEqualTo(0b0101);
        assertThat(claim.extent()).isEqualTo(new Extent.OneOf(List.of(0b0101, 0b1010)));
    }

    @Test
    void whatCannotBeToldMayBeAnything() {
        Claim claim = claim(HGX.with(KubeletSetup.UNKNOWN), rails(4));
        assertThat(claim.isExact()).isFalse();
        Verdict.Fits fits = fits(HGX, rails(4));
        Verdict.Fits unknown = new Verdict.Fits(fits.plan(), Forecast.UNKNOWN, false);
        assertThat(Claims.of(new PodId("p"), "ns/p", 0, unknown, node(HGX), rails(4))
                        .extent())
                .isEqualTo(new Extent.Any());
    }

    @Test
    void vfsOfAPoolAreKnownOnlyIfAllThatIsLeftIsAskedFor() {
        for (int count : new int[] {7, 8}) {
            assertThat(claim(POOLED, pooled(count)).extent())
                    .as("%d of eight", count)
                    .isEqualTo(count == 8 ? new Extent.Exact() : new Extent.Any());
        }
        assertThat(claim(POOLED.withUsablePorts(0b0111_1111), pooled(7)).extent())
                .as("the kubelet does not know that the eighth is down")
                .isEqualTo(new Extent.Any());
    }

    @Test
    void whatInitContainersLeaveStaysThePods() {
        String gpu = Sketch.GPU.value();
        String rail = Sketch.rail(0).value();
        PodDemand more = new PodDemand(
                List.of(ContainerDemand.of(Map.of(gpu, 4, rail, 2))),
                List.of(ContainerDemand.of(Map.of(gpu, 2, rail, 1))));
        PodDemand fewer = new PodDemand(
                List.of(ContainerDemand.of(Map.of(gpu, 2, rail, 1))),
                List.of(ContainerDemand.of(Map.of(gpu, 4, rail, 2))));
        for (PodDemand pod : List.of(more, fewer)) {
            Request request = new Request(
                    new GpuDemand(Sketch.GPU, 4), List.of(new VfDemand(Sketch.rail(0), 2)), Policy.DEFAULT, pod);
            Claim claim = claim(HGX, request);
            assertThat(claim.gpus()).isEqualTo(0b1111);
            assertThat(claim.vfs()).containsExactly(2, 0, 0, 0, 0, 0, 0, 0);
            assertThat(claim.extent()).isEqualTo(pod.equals(more) ? new Extent.Any() : new Extent.Exact());
        }
    }

    /** So many GPUs and a VF of each of the first rails. */
    private static Request rails(int count) {
        List<VfDemand> vfs = IntStream.range(0, count)
                .mapToObj(rail -> new VfDemand(Sketch.rail(rail), 1))
                .toList();
        return new Request(new GpuDemand(Sketch.GPU, count), vfs, Policy.DEFAULT);
    }

    private static Request pooled(int vfs) {
        return new Request(new GpuDemand(Sketch.GPU, 8), List.of(new VfDemand(Sketch.POOL, vfs)), Policy.DEFAULT);
    }

    private Claim claim(NodeShape shape, Request request) {
        return Claims.of(new PodId("p"), "ns/p", 0, fits(shape, request), node(shape), request);
    }

    /** A node on which nobody has anything. */
    private static Node node(NodeShape idle) {
        ClusterState state = new Reducer(1)
                .apply(
                        ClusterState.EMPTY,
                        List.of(
                                new ClusterEvent.NodeSeen("n", idle.machine(), idle.kubelet()),
                                new ClusterEvent.PortsChanged("n", idle.usablePorts())),
                        0)
                .state();
        return ((NodeView.Known) state.view(0)).node();
    }

    private Verdict.Fits fits(NodeShape shape, Request request) {
        if (judge.judge(shape, request) instanceof Verdict.Fits fits) {
            return fits;
        }
        throw new AssertionError(request + " does not fit on " + shape);
    }
}
