package io.switchman.topology.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.topology.Machines;
import io.switchman.topology.Sketch;
import io.switchman.topology.Sketch.Naming;
import io.switchman.topology.kubelet.KubeletRelease;
import io.switchman.topology.kubelet.KubeletSetup;
import io.switchman.topology.kubelet.TopologyPolicy;
import io.switchman.topology.model.Machine;
import io.switchman.topology.state.Claim;
import io.switchman.topology.state.ClusterEvent;
import io.switchman.topology.state.ClusterState;
import io.switchman.topology.state.GangId;
import io.switchman.topology.state.Hold;
import io.switchman.topology.state.Node;
import io.switchman.topology.state.NodeView;
import io.switchman.topology.state.PodId;
import io.switchman.topology.state.Reducer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Softly held devices are the last choice, firmly held ones are none. */
class FirmlyHeldDevicesTest {
    private static final Machine HGX = Machines.hgx(Naming.PER_RAIL);
    private static final NodeJudge JUDGE = new NodeJudge(new Judge(new Placer(), new Foresight()), 1);
    private static final GangId GANG = new GangId("ns/gang");

    @Test
    void whatIsSoftlyHeldIsTheLastChoice() {
        Node node = node(new Hold(claim("soft", 0x0f), 100));
        assertThat(judge(node, 8)).satisfies(standing -> {
            assertThat(standing.verdict()).isInstanceOf(Verdict.Fits.class);
            assertThat(standing.contested()).isTrue();
        });
    }

    @Test
    void whatIsFirmlyHeldIsNoChoice() {
        for (Hold hold : List.of(Hold.firm(claim("a", 0x0f), 100), Hold.ofGang(claim("a", 0x0f), 100, GANG))) {
            Node node = node(hold);
            assertThat(judge(node, 8).verdict())
                    .isEqualTo(new Verdict.Refused(new Refusal.GpusShort(Sketch.GPU, 8, 4)));
            assertThat(JUDGE.judgeToBind(node, gpus(8)))
                    .isEqualTo(new Verdict.Refused(new Refusal.GpusShort(Sketch.GPU, 8, 4)));
            assertThat(plan(judge(node, 4).verdict())).containsExactly(4, 5, 6, 7);
            assertThat(plan(JUDGE.judgeToBind(node, gpus(4)))).containsExactly(4, 5, 6, 7);
        }
    }

    @Test
    void theHolderItselfHasThem() {
        Node node = node(Hold.ofGang(claim("a", 0x0f), 100, GANG)).without(new PodId("a"));
        assertThat(judge(node, 8).verdict()).isInstanceOf(Verdict.Fits.class);
    }

    @Test
    void softlyHeldDevicesBesideFirmOnesAreTheLastChoice() {
        Node node = node(Hold.ofGang(claim("firm", 0x0f), 100, GANG), new Hold(claim("soft", 0x30), 100));
        assertThat(judge(node, 4)).satisfies(standing -> {
            assertThat(plan(standing.verdict())).containsExactly(4, 5, 6, 7);
            assertThat(standing.contested()).isTrue();
        });
        assertThat(plan(JUDGE.judgeToBind(node, gpus(4)))).containsExactly(4, 5, 6, 7);
        assertThat(judge(node, 2).contested()).isFalse();
        assertThat(judge(node, 5).verdict()).isEqualTo(new Verdict.Refused(new Refusal.GpusShort(Sketch.GPU, 5, 4)));
    }

    /** To the kubelet the gang's devices are free until its pods come, so nothing is certain that rests on them. */
    @Test
    void noPromiseRestsOnAGangComingFirst() {
        Node node = node(Hold.ofGang(claim("firm", 0x3f), 100, GANG), new Hold(claim("soft", 0xc0), 100));
        Request request = new Request(
                new GpuDemand(Sketch.GPU, 2),
                List.of(new VfDemand(Sketch.rail(6), 1), new VfDemand(Sketch.rail(7), 1)),
                Policy.DEFAULT.with(Policy.Mode.REQUIRE));
        assertThat(JUDGE.judge(new NodeView.Known(node), request).verdict())
                .isEqualTo(new Verdict.Refused(new Refusal.NodeUnsettled(1)));
    }

    private static List<Integer> plan(Verdict verdict) {
        return verdict instanceof Verdict.Fits fits ? fits.plan().gpus() : List.of();
    }

    private static Standing judge(Node node, int gpus) {
        return JUDGE.judge(new NodeView.Known(node), gpus(gpus));
    }

    private static Request gpus(int count) {
        return new Request(new GpuDemand(Sketch.GPU, count), List.of(), Policy.DEFAULT);
    }

    private static Node node(Hold... holds) {
        KubeletSetup kubelet = KubeletSetup.of(KubeletRelease.FROM_1_36, TopologyPolicy.NONE);
        List<ClusterEvent> events = new ArrayList<>();
        events.add(new ClusterEvent.NodeSeen("n", HGX, kubelet));
        for (Hold hold : holds) {
            events.add(new ClusterEvent.HoldAsked("n", hold));
        }
        ClusterState state = new Reducer(9).apply(ClusterState.EMPTY, events, 0).state();
        assertThat(state.holds()).isEqualTo(holds.length);
        return ((NodeView.Known) state.view(0)).node();
    }

    private static Claim claim(String pod, int gpus) {
        return new Claim(
                new PodId(pod), "ns/" + pod, 0, gpus, new int[HGX.sources().size()]);
    }
}
