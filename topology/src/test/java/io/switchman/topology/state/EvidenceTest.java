package io.switchman.topology.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.topology.Machines;
import io.switchman.topology.Sketch.Naming;
import io.switchman.topology.model.Machine;
import io.switchman.topology.state.Claim.Extent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What evidence of one pod's devices means for other pods, and evidence that is no news. */
class EvidenceTest {
    private static final Machine HGX = Machines.hgx(Naming.PER_RAIL, 2);
    private static final Machine POOLED = Machines.a100(Naming.POOLED);
    private static final Reducer REDUCER = new Reducer(5);

    @Test
    void aGuessAmongSetsStaysAmongThem() {
        Extent either = new Extent.OneOf(List.of(0b0000_0011, 0b0011_0000));
        Node node = Node.idle("n", HGX)
                .withClaim(claim("told", 0b0000_1100, new Extent.Any()))
                .withClaim(claim("either", 0b0000_0011, either));
        Node after = settled(node, "told", 0b0000_0011);
        assertThat(after.claimOf(new PodId("either"))).isEqualTo(claim("either", 0b0011_0000, either));
        assertThat(after.unsettled(false)).isEqualTo(1);
        assertThat(after.possible(false, 16))
                .extracting(NodeShape::freeGpus)
                .as("only one of the sets is left")
                .containsExactly(0b1100_1100);
    }

    @Test
    void whoCanStayStays() {
        Node node = Node.idle("n", HGX)
                .withClaim(claim("first", 0b0001, new Extent.Any()))
                .withClaim(claim("second", 0b0010, new Extent.Any()))
                .withClaim(claim("told", 0b0100, new Extent.Any()));
        Node after = settled(node, "told", 0b0001);
        assertThat(after.claims()).extracting(Claim::gpus).containsExactly(0b0100, 0b0010, 0b0001);
    }

    @Test
    void aGuessMovesToOtherPortsOfThePool() {
        int[] all = new int[POOLED.sources().size()];
        all[0] = Machines.VFS;
        int[] second = new int[POOLED.sources().size()];
        second[1] = 1;
        Node node = Node.idle("n", POOLED)
                .withClaim(new Claim(new PodId("guess"), "ns/guess", 0, 0, all, new Extent.Any()))
                .withClaim(new Claim(new PodId("told"), "ns/told", 0, 0, second, new Extent.Any()));
        int[] actual = new int[POOLED.sources().size()];
        actual[0] = 1;
        Step step =
                REDUCER.apply(stateOf(node), List.of(new ClusterEvent.EvidenceSeen(new PodId("told"), 0, actual)), 0);
        int[] vfs = StateCheck.node(step.state(), 0).claims().getFirst().vfs();
        assertThat(vfs[0]).isEqualTo(Machines.VFS - 1);
        assertThat(Arrays.stream(vfs).sum()).isEqualTo(Machines.VFS);
    }

    @Test
    void laterEvidenceOfTheSamePodCounts() {
        Node node = Node.idle("n", HGX).withClaim(claim("told", 0b0001, new Extent.Exact()));
        assertThat(settled(node, "told", 0b0010).claims())
                .extracting(Claim::gpus)
                .containsExactly(0b0010);
    }

    @Test
    void theSameEvidenceTwiceIsNewsOnce() {
        ClusterState state = stateOf(Node.idle("n", HGX).withClaim(claim("told", 1, new Extent.Any())));
        Step step = REDUCER.apply(state, List.of(evidence("told", 1), evidence("told", 1)), 0);
        assertThat(step.effects()).singleElement().isInstanceOf(Effect.Settled.class);
        assertThat(StateCheck.node(step.state(), 0).unsettled(true)).isZero();
    }

    @Test
    void aHeldDeviceThatAnotherPodGotIsHeldNoMore() {
        Node node = Node.idle("n", HGX).withClaim(claim("told", 1, new Extent.Any()));
        Hold hold = new Hold(claim("coming", 2, new Extent.Exact()), 1_000);
        ClusterState state = REDUCER.apply(stateOf(node), List.of(new ClusterEvent.HoldAsked("n", hold)), 0)
                .state();
        Step step = REDUCER.apply(state, List.of(evidence("told", 2)), 0);
        assertThat(step.effects()).hasSize(2).last().isInstanceOf(Effect.HoldBroken.class);
        assertThat(step.state().holds()).isZero();
        StateCheck.check(step.state());
    }

    private static ClusterEvent evidence(String pod, int gpus) {
        return new ClusterEvent.EvidenceSeen(
                new PodId(pod), gpus, new int[HGX.sources().size()]);
    }

    private static Claim claim(String pod, int gpus, Extent extent) {
        return new Claim(
                new PodId(pod), "ns/" + pod, 0, gpus, new int[HGX.sources().size()], extent);
    }

    private static ClusterState stateOf(Node node) {
        List<ClusterEvent> events = new ArrayList<>();
        events.add(new ClusterEvent.NodeSeen(node.name(), node.machine()));
        node.claims().forEach(claim -> events.add(new ClusterEvent.ClaimAsked(node.name(), claim)));
        return REDUCER.apply(ClusterState.EMPTY, events, 0).state();
    }

    private static Node settled(Node node, String pod, int gpus) {
        Step step = REDUCER.apply(stateOf(node), List.of(evidence(pod, gpus)), 0);
        StateCheck.check(step.state());
        return StateCheck.node(step.state(), 0);
    }
}
