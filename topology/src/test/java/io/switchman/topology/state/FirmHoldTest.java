package io.switchman.topology.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchman.topology.Machines;
import io.switchman.topology.Sketch.Naming;
import io.switchman.topology.state.Claim.Extent;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Devices that a gang or a nominated pod holds are not given to others, unless they have them already. */
class FirmHoldTest {
    private static final GangId GANG = new GangId("ns/gang");
    private static final String RESERVED = "devices are held for a gang or a nominated pod";

    private final Story story = new Story(Machines.hgx(Naming.POOLED, 2), "n1", "n2");

    @Test
    void membersOfAGangHoldDistinctDevices() {
        Hold first = member("a", 0b11, 1);
        Hold second = member("b", 0b110, 1);
        story.happens(1, hold(first));
        assertThat(story.happens(1, hold(second))).containsExactly(new Effect.HoldRefused("n1", second, RESERVED));
        assertThat(story.happens(1, hold(member("b", 0b1100, 1)))).isEmpty();
        Hold third = member("c", 0b1_0000, 1);
        assertThat(story.happens(1, hold(third))).containsExactly(new Effect.HoldRefused("n1", third, RESERVED));
        assertThat(story.state().holds()).isEqualTo(2);
    }

    @Test
    void aSoftHoldIsNotGrantedOnFirmlyHeldDevices() {
        story.happens(1, hold(Hold.firm(story.exact("nominated", 0b11, 2), 100)));
        Hold gpu = new Hold(story.exact("a", 0b1), 100);
        Hold vf = new Hold(story.exact("a", 0, 1), 100);
        assertThat(story.happens(2, hold(gpu), hold(vf)))
                .containsExactly(
                        new Effect.HoldRefused("n1", gpu, RESERVED), new Effect.HoldRefused("n1", vf, RESERVED));
    }

    @Test
    void aFirmHoldEndsSoftOnesInItsWay() {
        Hold gpu = new Hold(story.exact("gpu", 0b1), 100);
        Hold vf = new Hold(story.exact("vf", 0, 1), 100);
        Hold beside = new Hold(story.exact("beside", 0b1000, 0, 2), 100);
        story.happens(1, hold(gpu), hold(vf), hold(beside));
        assertThat(story.happens(2, hold(member("a", 0b11, 2))))
                .containsExactly(new Effect.HoldBroken("n1", gpu, RESERVED), new Effect.HoldBroken("n1", vf, RESERVED));
        assertThat(story.state().holds()).isEqualTo(2);
        assertThat(story.state().slotOf(gpu.pod())).isEqualTo(-1);
    }

    @Test
    void aClaimOfAnotherPodIsRefusedAndTheHoldersIsNot() {
        story.happens(1, hold(member("a", 0b11, 2)), hold(member("b", 0b1100, 0, 2)));
        for (Claim claim : List.of(story.exact("c", 0b1), story.exact("c", 0, 1), story.exact("a", 0b111, 2))) {
            assertThat(story.happens(2, new ClusterEvent.ClaimAsked("n1", claim)))
                    .containsExactly(new Effect.ClaimRefused("n1", claim, RESERVED));
        }
        assertThat(story.node("n1").holds()).as("a refusal ends no hold").hasSize(2);
        Claim other = story.exact("a", 0b1_0001, 1, 0, 1);
        assertThat(story.happens(3, new ClusterEvent.ClaimAsked("n1", other)))
                .as("its own devices and free ones")
                .containsExactly(new Effect.Claimed("n1", other));
        assertThat(story.state().holds()).isEqualTo(1);
    }

    @Test
    void evidenceWinsOverAFirmHold() {
        story.happens(1, new ClusterEvent.ClaimAsked("n1", story.guess("told", 0b1, new Extent.Any())));
        Hold held = member("a", 0b110);
        story.happens(1, hold(held), hold(member("b", 0b1000)));
        assertThat(story.happens(2, new ClusterEvent.EvidenceSeen(new PodId("told"), 0b10, story.vfs())))
                .containsExactly(
                        new Effect.Settled("n1", story.told("told", 0b10)),
                        new Effect.HoldBroken("n1", held, "devices are taken"));
    }

    @Test
    void allHoldsOfAGangEndAtOnceAndItsClaimsStay() {
        story.happens(
                1,
                hold(member("a", 0b1)),
                new ClusterEvent.HoldAsked("n2", member("b", 0b1)),
                hold(member("bound", 0b10)),
                hold(Hold.ofGang(story.exact("other", 0b100), 100, new GangId("ns/other"))),
                hold(Hold.firm(story.exact("alone", 0b1000), 100)),
                hold(new Hold(story.exact("soft", 0b1_0000), 100)),
                new ClusterEvent.ClaimAsked("n1", story.exact("bound", 0b10)));
        assertThat(story.happens(2, new ClusterEvent.GangReleased(GANG))).isEmpty();
        assertThat(story.node("n1").holds())
                .extracting(hold -> hold.pod().uid())
                .containsExactly("other", "alone", "soft");
        assertThat(story.node("n2").holds()).isEmpty();
        assertThat(story.node("n1").claims()).hasSize(1);
        assertThat(story.state().holds()).isEqualTo(3);
        ClusterState once = story.state();
        story.happens(3, new ClusterEvent.GangReleased(GANG));
        assertThat(story.state()).isSameAs(once);
    }

    @Test
    void firmHoldsEndAtTheirDeadlineToo() {
        story.happens(1, hold(member("a", 0b1)));
        assertThat(story.happens(100)).containsExactly(new Effect.HoldExpired("n1", member("a", 0b1)));
        assertThat(story.happens(100, hold(new Hold(story.exact("b", 0b1), 200))))
                .isEmpty();
    }

    @Test
    void whatIsLeftIsToldByStrength() {
        story.happens(
                1,
                new ClusterEvent.ClaimAsked("n1", story.exact("claimed", 0b1, 1)),
                hold(member("firm", 0b10, 1)),
                hold(new Hold(story.exact("soft", 0b100, 0, 1), 100)));
        Node node = story.node("n1");
        assertThat(node.free().freeGpus()).isEqualTo(0b1111_1110);
        assertThat(node.unreserved().freeGpus()).isEqualTo(0b1111_1100);
        assertThat(node.open().freeGpus()).isEqualTo(0b1111_1000);
        assertThat(node.free().freeVfs()).startsWith(1, 2);
        assertThat(node.unreserved().freeVfs()).startsWith(0, 2);
        assertThat(node.open().freeVfs()).startsWith(0, 1);
        assertThat(node.withoutSoftHolds().open()).isEqualTo(node.unreserved());
        Node yielding = node.withoutSoftHolds();
        assertThat(yielding.withoutSoftHolds()).isSameAs(yielding);
    }

    @Test
    void aGangHasANameAndMayYield() {
        Claim claim = story.exact("a", 1);
        Hold hold = Hold.yielding(claim, 1, GANG);
        assertThat(hold.isFirm()).isFalse();
        assertThat(hold.gang()).isEqualTo(GANG);
        assertThatThrownBy(() -> new GangId("")).isInstanceOf(IllegalArgumentException.class);
    }

    private Hold member(String pod, int gpus, int... vfs) {
        return Hold.ofGang(story.exact(pod, gpus, vfs), 100, GANG);
    }

    private static ClusterEvent hold(Hold hold) {
        return new ClusterEvent.HoldAsked("n1", hold);
    }
}
