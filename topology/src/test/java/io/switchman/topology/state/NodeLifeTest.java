package io.switchman.topology.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.topology.Machines;
import io.switchman.topology.Sketch;
import io.switchman.topology.Sketch.Naming;
import io.switchman.topology.kubelet.KubeletRelease;
import io.switchman.topology.kubelet.KubeletSetup;
import io.switchman.topology.kubelet.TopologyPolicy;
import io.switchman.topology.model.Machine;
import io.switchman.topology.state.Claim.Extent;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Nodes that nobody describes, fall silent, reboot, or have fewer VFs than they should. */
class NodeLifeTest {
    private static final Machine HGX = Machines.hgx(Naming.POOLED, 2);
    private static final ClusterEvent SILENT = new ClusterEvent.NodeSilent("n1");

    private final Story story = new Story(HGX, "n1");
    private final Claim claim = story.exact("a", 0b11, 2);

    @Test
    void aNodeThatNobodyDescribesIsUnknownUntilItIsSeen() {
        story.happens(1, new ClusterEvent.NodeUnknown("n2"));
        assertThat(story.view("n2")).isEqualTo(new NodeView.Unknown("n2"));
        ClusterState once = story.state();
        Hold hold = new Hold(claim, 100);
        assertThat(story.happens(
                        2,
                        new ClusterEvent.NodeUnknown("n2"),
                        new ClusterEvent.NodeSilent("n2"),
                        new ClusterEvent.NodeRebooted("n2"),
                        new ClusterEvent.PortsChanged("n2", 0),
                        new ClusterEvent.HoldAsked("n2", hold),
                        new ClusterEvent.ClaimAsked("n2", claim)))
                .containsExactly(
                        new Effect.HoldRefused("n2", hold, "the node is not known"),
                        new Effect.ClaimRefused("n2", claim, "the node is not known"));
        assertThat(story.state()).isSameAs(once);
        story.happens(3, new ClusterEvent.NodeSeen("n2", HGX));
        assertThat(story.node("n2").free()).isEqualTo(NodeShape.idle(HGX));
        assertThat(story.state().directory()).isSameAs(once.directory());
        story.happens(4, new ClusterEvent.NodeUnknown("n2"), new ClusterEvent.NodeGone("n2"));
        assertThat(story.state().directory().names()).containsExactly("n1");
    }

    @Test
    void whatWasOnANodeEndsWhenItIsKnownNoMore() {
        Hold hold = Hold.firm(story.exact("b", 0b100), 100);
        story.happens(1, new ClusterEvent.ClaimAsked("n1", claim), new ClusterEvent.HoldAsked("n1", hold), SILENT);
        assertThat(story.happens(2, new ClusterEvent.NodeUnknown("n1")))
                .containsExactly(
                        new Effect.Released("n1", claim), new Effect.HoldBroken("n1", hold, "the node is not known"));
        assertThat(story.state().pods()).isZero();
        assertThat(story.state().holds()).isZero();
    }

    @Test
    void aSilentNodeIsStaleWhateverHappensOnIt() {
        story.happens(1, new ClusterEvent.ClaimAsked("n1", claim));
        story.happens(5, SILENT);
        story.happens(6, SILENT);
        story.happens(
                7,
                new ClusterEvent.EvidenceSeen(new PodId("a"), 0b1100, story.vfs(2)),
                new ClusterEvent.PortsChanged("n1", 1),
                new ClusterEvent.HoldAsked("n1", new Hold(story.exact("b", 1), 100)),
                new ClusterEvent.ClaimAsked("n1", story.exact("c", 0b10)),
                new ClusterEvent.NodeRebooted("n1"),
                new ClusterEvent.PodReleased(new PodId("c")));
        Node node = story.node("n1");
        assertThat(story.view("n1")).isEqualTo(new NodeView.Stale(node, 5));
        assertThat(node.claims()).containsExactly(story.guess("a", 0b1100, new Extent.Any(), 2));
        assertThat(node.holds()).hasSize(1);
        story.happens(8, new ClusterEvent.NodeSeen("n1", HGX));
        assertThat(story.view("n1")).isEqualTo(new NodeView.Known(node));
        story.happens(9, SILENT);
        KubeletSetup setup = KubeletSetup.of(KubeletRelease.FROM_1_36, TopologyPolicy.NONE);
        story.happens(10, new ClusterEvent.NodeSeen("n1", HGX, setup));
        assertThat(story.view("n1")).isInstanceOf(NodeView.Known.class);
        assertThat(story.node("n1").kubelet()).isEqualTo(setup);
        assertThat(story.node("n1").claims()).hasSize(1);
        assertThat(story.node("n1").usablePorts()).isEqualTo(1);
    }

    @Test
    void aRebootUnsettlesAllPods() {
        Claim any = story.guess("any", 0b100, new Extent.Any());
        Claim some = story.guess("some", 0b1000, new Extent.OneOf(List.of(0b1000, 0b1_0000)));
        for (Claim each : List.of(claim, any, some)) {
            story.happens(1, new ClusterEvent.ClaimAsked("n1", each));
        }
        assertThat(story.happens(2, new ClusterEvent.NodeRebooted("n1")))
                .containsExactly(new Effect.Unsettled("n1", List.of(new PodId("a"), new PodId("some"))));
        assertThat(story.node("n1").claims())
                .extracting(Claim::gpus)
                .as("the same devices, as a guess")
                .containsExactly(0b11, 0b100, 0b1000);
        assertThat(story.node("n1").unsettled(false)).isEqualTo(3);
        ClusterState once = story.state();
        assertThat(story.happens(3, new ClusterEvent.NodeRebooted("n1"))).isEmpty();
        assertThat(story.state()).isSameAs(once);
    }

    @Test
    void vfsThatDoNotExistAreNotFree() {
        story.happens(1, ports(0, 1));
        assertThat(story.node("n1").free().freeVfs()).startsWith(0, 1, 2);
        assertThat(story.node("n1").existingVfs(0)).isZero();
        ClusterState once = story.state();
        story.happens(2, ports(0, 1, 2, 2, 2, 2, 2, 2, 9, 9));
        assertThat(story.state()).as("what is not said is there").isSameAs(once);
        story.happens(3, ports(5, 1));
        assertThat(story.node("n1").free().freeVfs())
                .as("no more than described")
                .startsWith(2, 1);
        story.happens(4, new ClusterEvent.PortsChanged("n1", 0xff));
        assertThat(story.node("n1").free()).isEqualTo(NodeShape.idle(HGX));
    }

    @Test
    void aClaimOfMoreVfsThanThereAreStays() {
        Claim guess = story.guess("guess", 0, new Extent.Any(), 0, 2);
        story.happens(1, new ClusterEvent.ClaimAsked("n1", claim), new ClusterEvent.ClaimAsked("n1", guess));
        assertThat(story.happens(2, ports(1, 1))).isEmpty();
        assertThat(story.node("n1").claims()).containsExactly(claim, guess);
        assertThat(story.node("n1").free().freeVfs()).startsWith(0, 0, 2);
        story.happens(3, new ClusterEvent.EvidenceSeen(new PodId("a"), 0b1100, story.vfs(2)));
        assertThat(story.node("n1").claims())
                .as("evidence of one pod is news of one pod")
                .containsExactly(story.told("a", 0b1100, 2), guess);
        story.happens(4, new ClusterEvent.PodReleased(new PodId("a")));
        assertThat(story.node("n1").free().freeVfs()).startsWith(1, 0, 2);
    }

    @Test
    void aGuessInTheWayGoesOnlyToVfsThatExist() {
        story.happens(1, new ClusterEvent.ClaimAsked("n1", claim));
        story.happens(1, new ClusterEvent.ClaimAsked("n1", story.guess("guess", 0, new Extent.Any(), 0, 2)));
        story.happens(2, ports(0, 1, 0, 0, 0, 0, 0, 0));
        story.happens(3, new ClusterEvent.EvidenceSeen(new PodId("a"), 0b11, story.vfs(0, 1)));
        assertThat(story.claim("n1", "guess").vfs()).isEqualTo(story.vfs());
        assertThat(story.claim("n1", "guess").missing()).isEqualTo(new Asked(Map.of(), Map.of(Sketch.POOL, 2)));
        assertThat(story.happens(4, ports(1)))
                .containsExactly(new Effect.Moved(
                        "n1",
                        new Claim(
                                new PodId("guess"),
                                "ns/guess",
                                0,
                                0,
                                story.vfs(),
                                new Extent.Any(),
                                new Asked(Map.of(), Map.of(Sketch.POOL, 2))),
                        story.guess("guess", 0, new Extent.Any(), 1, 1)));
    }

    @Test
    void aHoldOfVfsThatAreGoneEnds() {
        Hold soft = new Hold(story.exact("soft", 0, 2), 100);
        Hold firm = Hold.firm(story.exact("firm", 0, 0, 2), 100);
        Hold later = Hold.firm(story.exact("later", 0, 0, 0, 1), 100);
        for (Hold hold : List.of(soft, firm, later)) {
            story.happens(1, new ClusterEvent.HoldAsked("n1", hold));
        }
        assertThat(story.happens(2, ports(1, 1)))
                .containsExactlyInAnyOrder(
                        new Effect.HoldBroken("n1", soft, "devices are taken"),
                        new Effect.HoldBroken("n1", firm, "devices are taken"));
        assertThat(story.node("n1").holds()).containsExactly(later);
    }

    private static ClusterEvent ports(int... vfs) {
        return new ClusterEvent.PortsChanged("n1", 0xff, vfs);
    }
}
