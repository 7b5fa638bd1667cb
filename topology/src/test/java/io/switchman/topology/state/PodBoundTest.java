package io.switchman.topology.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchman.topology.Machines;
import io.switchman.topology.Sketch;
import io.switchman.topology.Sketch.Naming;
import io.switchman.topology.state.Claim.Extent;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the cluster says of bound pods is so, and is counted as well as can be. */
class PodBoundTest {
    private static final Asked TWO = asked(2, 2);

    private final Story story = new Story(Machines.hgx(Naming.POOLED, 2), "n1", "n2");

    @Test
    void aPlannedPodHasWhatWasPlanned() {
        Claim planned = story.guess("a", 0b1100, new Extent.OneOf(List.of(0b11, 0b1100)), 0, 2);
        assertThat(story.happens(1, bound("n1", "a", TWO, planned))).containsExactly(new Effect.Claimed("n1", planned));
        assertThat(story.claim("n1", "a")).isEqualTo(planned);
    }

    @Test
    void aPlanIsForThePodWhateverItSays() {
        Claim planned = new Claim(new PodId("b"), "other/b", 9, 0b11, story.vfs(2));
        story.happens(1, bound("n1", "a", TWO, planned));
        assertThat(story.claim("n1", "a")).isEqualTo(story.exact("a", 0b11, 2));
        assertThat(story.state().slotOf(new PodId("b"))).isEqualTo(-1);
    }

    @Test
    void guessesMoveOutOfTheWayOfAPlan() {
        story.happens(1, bound("n1", "guess", TWO, null));
        assertThat(story.claim("n1", "guess")).isEqualTo(story.guess("guess", 0b11, new Extent.Any(), 2));
        assertThat(story.happens(2, bound("n1", "a", TWO, story.exact("a", 0b110, 1, 1))))
                .containsExactly(
                        new Effect.Claimed("n1", story.exact("a", 0b110, 1, 1)),
                        new Effect.Moved(
                                "n1",
                                story.guess("guess", 0b11, new Extent.Any(), 2),
                                story.guess("guess", 0b1001, new Extent.Any(), 1, 1)));
    }

    @Test
    void aPlanThatContradictsWhatIsKnownIsAGuess() {
        story.happens(1, bound("n1", "known", TWO, story.exact("known", 0b11, 2)));
        for (Claim wrong : List.of(
                story.exact("a", 0b110, 0, 2),
                story.exact("a", 0b1100, 2),
                story.exact("a", 1 << 8),
                story.exact("a", 0b1100, 0, 3),
                story.guess("a", 0b11, new Extent.Any()),
                new Claim(new PodId("a"), "ns/a", 0, 0b1100, new int[3]))) {
            Claim guess = story.guess("a", 0b1100, new Extent.Any(), 0, 2);
            assertThat(story.happens(2, bound("n1", "a", TWO, wrong))).containsExactly(new Effect.Claimed("n1", guess));
            story.happens(3, new ClusterEvent.PodReleased(new PodId("a")));
        }
    }

    @Test
    void aPlanOfSeveralSetsTakesOneThatIsFree() {
        story.happens(1, bound("n1", "known", TWO, story.exact("known", 0b11, 2)));
        Extent sets = new Extent.OneOf(List.of(0b11, 0b110, 0b11_0000));
        story.happens(2, bound("n1", "a", TWO, story.guess("a", 0b11, sets, 0, 2)));
        assertThat(story.claim("n1", "a")).isEqualTo(story.guess("a", 0b11_0000, sets, 0, 2));
    }

    @Test
    void aForeignPodAvoidsWhatOthersHold() {
        story.happens(
                1,
                new ClusterEvent.HoldAsked("n1", new Hold(story.exact("soft", 0b1, 2), 100)),
                new ClusterEvent.HoldAsked("n1", Hold.firm(story.exact("firm", 0b110, 0, 2), 100)));
        story.happens(2, bound("n1", "a", TWO, null));
        assertThat(story.claim("n1", "a")).isEqualTo(story.guess("a", 0b1_1000, new Extent.Any(), 0, 0, 2));
        assertThat(story.happens(3, bound("n1", "b", asked(4, 0), null)))
                .extracting(PodBoundTest::kind)
                .as("soft holds break first")
                .containsExactly("Claimed b 11100001", "HoldBroken soft");
        assertThat(story.happens(4, bound("n1", "c", asked(1, 0), null)))
                .extracting(PodBoundTest::kind)
                .as("the cluster is right, whoever holds what")
                .containsExactly("Claimed c 10", "HoldBroken firm");
        assertThat(story.state().holds()).isZero();
    }

    @Test
    void aForeignPodThatHasAllIsKnown() {
        story.happens(1, bound("n1", "a", asked(8, 16), null));
        assertThat(story.claim("n1", "a")).isEqualTo(story.exact("a", 0xff, 2, 2, 2, 2, 2, 2, 2, 2));
        story.happens(1, bound("n2", "b", asked(8, 15), null));
        assertThat(story.claim("n2", "b").isExact()).isFalse();
    }

    /** One port alone carries each name, so the kubelet has no choice of ports. */
    @Test
    void aForeignPodWithAllGpusAndNamedRailsIsKnown() {
        Story rails = new Story(Machines.hgx(Naming.PER_RAIL, 2), "n");
        Asked some = new Asked(Map.of(Sketch.GPU, 8), Map.of(Sketch.rail(0), 1, Sketch.rail(3), 2));
        rails.happens(1, bound("n", "a", some, null));
        assertThat(rails.claim("n", "a")).isEqualTo(rails.exact("a", 0xff, 1, 0, 0, 2));
    }

    @Test
    void whatIsNotThereIsMissingUntilOthersGo() {
        story.happens(1, bound("n1", "a", asked(6, 0), story.exact("a", 0b111111)));
        Asked all = new Asked(Map.of(Sketch.GPU, 8), Map.of(Sketch.rail(0), 1));
        Claim lacking = new Claim(
                new PodId("b"),
                "ns/b",
                0,
                0b1100_0000,
                story.vfs(),
                new Extent.Any(),
                new Asked(Map.of(Sketch.GPU, 6), Map.of(Sketch.rail(0), 1)));
        assertThat(story.happens(2, bound("n1", "b", all, null)))
                .containsExactly(new Effect.Claimed("n1", lacking), new Effect.Overcommitted("n1", lacking));
        assertThat(story.happens(3, new ClusterEvent.PodReleased(new PodId("a"))))
                .extracting(PodBoundTest::kind)
                .containsExactly("Released a", "Moved b 11111111");
        assertThat(story.claim("n1", "b").missing()).isEqualTo(new Asked(Map.of(), Map.of(Sketch.rail(0), 1)));
        assertThat(story.node("n1").free().freeGpus()).isZero();
    }

    @Test
    void aPodThatFoundAllIsKnown() {
        story.happens(1, bound("n1", "a", asked(1, 0), null), bound("n1", "b", asked(8, 0), null));
        assertThat(story.claim("n1", "b").isExact()).isFalse();
        story.happens(2, new ClusterEvent.PodReleased(new PodId("a")));
        assertThat(story.claim("n1", "b")).isEqualTo(story.exact("b", 0xff));
    }

    @Test
    void sayingItAgainIsNoNewsButANameIs() {
        story.happens(1, bound("n1", "a", TWO, story.exact("a", 0b11, 2)));
        ClusterState once = story.state();
        assertThat(story.happens(2, bound("n1", "a", asked(5, 0), null))).isEmpty();
        assertThat(story.state()).isSameAs(once);
        ClusterEvent other = new ClusterEvent.PodBound("n1", new PodId("a"), "ns/called", 7, TWO, null);
        assertThat(story.happens(3, other)).isEmpty();
        assertThat(story.claim("n1", "a")).isEqualTo(new Claim(new PodId("a"), "ns/called", 7, 0b11, story.vfs(2)));
    }

    @Test
    void theClusterIsRightAboutTheNode() {
        story.happens(1, bound("n1", "a", TWO, story.exact("a", 0b11, 2)));
        assertThat(story.happens(2, bound("n2", "a", TWO, story.exact("a", 0b1100, 2))))
                .containsExactly(
                        new Effect.Released("n1", story.exact("a", 0b11, 2)),
                        new Effect.Claimed("n2", story.exact("a", 0b1100, 2)));
        assertThat(story.node("n1").claims()).isEmpty();
        story.happens(3, new ClusterEvent.HoldAsked("n1", new Hold(story.exact("b", 1), 100)));
        assertThat(story.happens(4, bound("n2", "b", asked(1, 0), null)))
                .extracting(PodBoundTest::kind)
                .containsExactly("Claimed b 1");
        assertThat(story.state().holds()).isZero();
    }

    @Test
    void aPodOnANodeThatNobodyDescribedIsToBeToldAgain() {
        story.happens(1, bound("n1", "a", TWO, null));
        story.happens(1, new ClusterEvent.NodeUnknown("n3"));
        assertThat(story.happens(2, bound("n3", "a", TWO, null)))
                .extracting(PodBoundTest::kind)
                .containsExactly("Released a", "PodUnplaced a");
        assertThat(story.state().slotOf(new PodId("a"))).isEqualTo(-1);
        assertThat(story.happens(3, bound("nowhere", "a", TWO, null)))
                .extracting(PodBoundTest::kind)
                .containsExactly("PodUnplaced a");
    }

    @Test
    void countsBelowNothingAreRefused() {
        assertThatThrownBy(() -> new Asked(Map.of(Sketch.GPU, -1), Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(new Asked(Map.of(Sketch.GPU, 0), Map.of()).isNothing()).isTrue();
        assertThatThrownBy(() -> new Claim(new PodId("a"), "", 0, 0, new int[0], new Extent.Exact(), TWO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static String kind(Effect effect) {
        return switch (effect) {
            case Effect.Claimed(String _, Claim claim) ->
                "Claimed %s %s".formatted(claim.pod(), Integer.toBinaryString(claim.gpus()));
            case Effect.Moved(String _, Claim _, Claim to) ->
                "Moved %s %s".formatted(to.pod(), Integer.toBinaryString(to.gpus()));
            case Effect.Released(String _, Claim claim) -> "Released " + claim.pod();
            case Effect.HoldBroken(String _, Hold hold, String _) -> "HoldBroken " + hold.pod();
            case Effect.PodUnplaced(String _, PodId pod, String _) -> "PodUnplaced " + pod;
            default -> effect.toString();
        };
    }

    private static Asked asked(int gpus, int vfs) {
        return new Asked(Map.of(Sketch.GPU, gpus), Map.of(Sketch.POOL, vfs));
    }

    private static ClusterEvent bound(String node, String pod, Asked asked, @Nullable Claim planned) {
        return new ClusterEvent.PodBound(node, new PodId(pod), "ns/" + pod, 0, asked, planned);
    }
}
