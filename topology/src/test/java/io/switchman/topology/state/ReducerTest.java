package io.switchman.topology.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchman.topology.Machines;
import io.switchman.topology.Sketch.Naming;
import io.switchman.topology.model.Machine;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The life of holds, claims and nodes, case by case. */
class ReducerTest {
    private static final Machine HGX = Machines.hgx(Naming.PER_RAIL, 2);

    private final Reducer reducer = new Reducer(3);
    private ClusterState state = ClusterState.EMPTY;

    @Test
    void releaseUndoesAClaim() {
        apply(0, new ClusterEvent.NodeSeen("n1", HGX));
        ClusterState before = state;
        apply(1, new ClusterEvent.ClaimAsked("n1", claim("a", 0b11, 0, 1)));
        assertThat(node("n1").free().freeGpus()).isEqualTo(0b1111_1100);
        assertThat(node("n1").free().freeVfs(0)).isEqualTo(1);
        apply(2, new ClusterEvent.PodReleased(new PodId("a")));
        assertThat(StateCheck.content(state)).isEqualTo(StateCheck.content(before));
        assertThat(state.pods()).isZero();
    }

    @Test
    void releaseUndoesAHold() {
        apply(0, new ClusterEvent.NodeSeen("n1", HGX));
        ClusterState before = state;
        apply(1, hold("n1", claim("a", 0b11, 0, 1), 100));
        assertThat(node("n1").open().freeGpus()).isEqualTo(0b1111_1100);
        assertThat(node("n1").free().freeGpus()).isEqualTo(0b1111_1111);
        apply(2, new ClusterEvent.PodReleased(new PodId("a")));
        assertThat(StateCheck.content(state)).isEqualTo(StateCheck.content(before));
        assertThat(state.holds()).isZero();
    }

    @Test
    void holdEndsAtItsDeadlineAndNotBefore() {
        apply(0, new ClusterEvent.NodeSeen("n1", HGX));
        apply(0, hold("n1", claim("a", 1), 100), hold("n1", claim("b", 2), 90), hold("n1", claim("c", 4), 95));
        apply(89);
        assertThat(state.holds()).isEqualTo(3);
        assertThat(apply(90)).singleElement().isInstanceOf(Effect.HoldExpired.class);
        assertThat(node("n1").holdOf(new PodId("b"))).isNull();
        assertThat(state.holds()).isEqualTo(2);
        assertThat(apply(1_000)).hasSize(2);
        assertThat(state.holds()).isZero();
    }

    @Test
    void holdsEndEarliestFirst() {
        apply(0, new ClusterEvent.NodeSeen("n1", HGX));
        Reducer roomy = new Reducer(100);
        List<ClusterEvent> holds = IntStream.range(0, 20)
                .<ClusterEvent>mapToObj(i -> hold("n1", claim("p" + i, 1), i * 7 % 20))
                .toList();
        state = roomy.apply(state, holds, -1).state();
        List<Long> deadlines = apply(1_000).stream()
                .map(effect -> ((Effect.HoldExpired) effect).hold().deadlineNanos())
                .toList();
        assertThat(deadlines).hasSize(20).isSorted();
    }

    @Test
    void deadlinesWorkAcrossTheEndOfTheClock() {
        apply(Long.MAX_VALUE - 10, new ClusterEvent.NodeSeen("n1", HGX));
        apply(Long.MAX_VALUE - 10, hold("n1", claim("a", 1), Long.MIN_VALUE + 10));
        apply(Long.MAX_VALUE);
        assertThat(state.holds()).isEqualTo(1);
        apply(Long.MIN_VALUE + 10);
        assertThat(state.holds()).isZero();
    }

    @Test
    void holdsBeyondTheLimitAreRefused() {
        apply(0, new ClusterEvent.NodeSeen("n1", HGX), new ClusterEvent.NodeSeen("n2", HGX));
        apply(1, hold("n1", claim("a", 1), 100), hold("n1", claim("b", 2), 100), hold("n2", claim("c", 1), 100));
        assertThat(apply(2, hold("n2", claim("d", 2), 100)))
                .singleElement()
                .satisfies(effect ->
                        assertThat(((Effect.HoldRefused) effect).reason()).isEqualTo("too many holds"));
        assertThat(state.holds()).isEqualTo(3);
        assertThat(apply(3, hold("n2", claim("a", 2), 100)))
                .as("a pod that moves its hold needs no room")
                .isEmpty();
        assertThat(apply(4, new ClusterEvent.PodReleased(new PodId("b")), hold("n2", claim("d", 4), 100)))
                .isEmpty();
        assertThat(state.holds()).isEqualTo(3);
        assertThatThrownBy(() -> new Reducer(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void claimEndsThePodsHoldWhereverItIs() {
        apply(0, new ClusterEvent.NodeSeen("n1", HGX), new ClusterEvent.NodeSeen("n2", HGX));
        apply(1, hold("n1", claim("a", 1), 100));
        apply(2, new ClusterEvent.ClaimAsked("n2", claim("a", 2)));
        assertThat(node("n1").holds()).isEmpty();
        assertThat(node("n1").open().freeGpus()).isEqualTo(0xff);
        assertThat(node("n2").claims()).hasSize(1);
        assertThat(state.slotOf(new PodId("a"))).isEqualTo(state.directory().slotOf("n2"));
    }

    @Test
    void claimOfHeldDevicesEndsTheOtherHold() {
        apply(0, new ClusterEvent.NodeSeen("n1", HGX));
        apply(1, hold("n1", claim("a", 0b01), 100), hold("n1", claim("b", 0b10), 100));
        assertThat(apply(2, new ClusterEvent.ClaimAsked("n1", claim("c", 0b01))))
                .hasSize(2)
                .last()
                .satisfies(effect -> assertThat(
                                ((Effect.HoldBroken) effect).hold().pod().uid())
                        .isEqualTo("a"));
        assertThat(state.holds()).isEqualTo(1);
        assertThat(state.slotOf(new PodId("a"))).isEqualTo(-1);
        StateCheck.check(state);
    }

    @Test
    void claimIsIdempotentAndExclusive() {
        apply(0, new ClusterEvent.NodeSeen("n1", HGX), new ClusterEvent.NodeSeen("n2", HGX));
        Claim a = claim("a", 1, 0, 2);
        apply(1, new ClusterEvent.ClaimAsked("n1", a));
        ClusterState once = state;
        assertThat(apply(2, new ClusterEvent.ClaimAsked("n1", a))).isEmpty();
        assertThat(state).isSameAs(once);
        assertThat(refusals(apply(3, new ClusterEvent.ClaimAsked("n2", a)))).containsExactly("the pod is bound to n1");
        assertThat(refusals(apply(4, new ClusterEvent.ClaimAsked("n1", claim("b", 1)))))
                .containsExactly("devices are taken");
        assertThat(refusals(apply(5, new ClusterEvent.ClaimAsked("n1", claim("b", 0, 0, 1)))))
                .containsExactly("devices are taken");
        assertThat(refusals(apply(6, new ClusterEvent.ClaimAsked("nowhere", claim("b", 2)))))
                .containsExactly("the node is not known");
        assertThat(state).isSameAs(once);
    }

    @Test
    void claimForAnotherMachineIsRefused() {
        apply(0, new ClusterEvent.NodeSeen("n1", HGX));
        assertThat(refusals(
                        apply(1, new ClusterEvent.ClaimAsked("n1", new Claim(new PodId("a"), "", 0, 0, new int[3])))))
                .containsExactly("devices are taken");
        assertThat(refusals(apply(2, new ClusterEvent.ClaimAsked("n1", claim("a", 1 << 8)))))
                .containsExactly("devices are taken");
        assertThat(refusals(apply(3, new ClusterEvent.ClaimAsked("n1", claim("a", -1)))))
                .hasSize(1);
        assertThatThrownBy(() -> claim("a", 0, 0, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void portsBeyondTheMachineAreIgnored() {
        apply(0, new ClusterEvent.NodeSeen("n1", HGX));
        apply(1, new ClusterEvent.PortsChanged("n1", -1L << 1));
        assertThat(node("n1").usablePorts()).isEqualTo(0b1111_1110);
        assertThat(node("n1").open().offeredVfs(0)).isZero();
        ClusterState before = state;
        apply(2, new ClusterEvent.PortsChanged("n1", -1L << 1), new ClusterEvent.PortsChanged("nowhere", 0));
        assertThat(state).isSameAs(before);
        apply(3, new ClusterEvent.PortsChanged("n1", 0xff));
        assertThat(node("n1").open().offeredVfs(0)).isEqualTo(2);
    }

    @Test
    void portThatIsDownKeepsItsClaims() {
        apply(0, new ClusterEvent.NodeSeen("n1", HGX));
        apply(1, new ClusterEvent.ClaimAsked("n1", claim("a", 1, 0, 1)));
        apply(2, new ClusterEvent.PortsChanged("n1", 0));
        assertThat(node("n1").claims()).hasSize(1);
        apply(3, new ClusterEvent.PodReleased(new PodId("a")), new ClusterEvent.PortsChanged("n1", 0xff));
        assertThat(node("n1").free()).isEqualTo(NodeShape.idle(HGX));
    }

    @Test
    void nodeThatGoesTakesItsPodsAlong() {
        apply(0, new ClusterEvent.NodeSeen("n1", HGX), new ClusterEvent.NodeSeen("n2", HGX));
        apply(1, new ClusterEvent.ClaimAsked("n1", claim("a", 1)), hold("n1", claim("b", 2), 100));
        apply(1, new ClusterEvent.ClaimAsked("n2", claim("c", 1)));
        assertThat(apply(2, new ClusterEvent.NodeGone("n1")))
                .containsExactly(
                        new Effect.Released("n1", claim("a", 1)),
                        new Effect.HoldBroken("n1", new Hold(claim("b", 2), 100), "the node is gone"));
        assertThat(state.directory().names()).containsExactly("n2");
        assertThat(state.slotOf(new PodId("c"))).isZero();
        assertThat(state.pods()).isEqualTo(1);
        assertThat(state.holds()).isZero();
        apply(3, new ClusterEvent.NodeGone("n1"), new ClusterEvent.NodeSeen("n1", HGX));
        assertThat(node("n1").free()).isEqualTo(NodeShape.idle(HGX));
    }

    @Test
    void nodeSeenAgainKeepsItsClaimsUnlessTheMachineIsAnother() {
        apply(0, new ClusterEvent.NodeSeen("n1", HGX));
        apply(1, new ClusterEvent.ClaimAsked("n1", claim("a", 1)), hold("n1", claim("b", 2), 100));
        ClusterState before = state;
        apply(2, new ClusterEvent.NodeSeen("n1", HGX));
        assertThat(state).isSameAs(before);
        assertThat(apply(3, new ClusterEvent.NodeSeen("n1", Machines.noNic())))
                .hasExactlyElementsOfTypes(Effect.Released.class, Effect.HoldBroken.class);
        assertThat(state.pods()).isZero();
        assertThat(state.directory()).isSameAs(before.directory());
    }

    @Test
    void nodesGoneInOneBatchTakeTheirPodsAndOthersKeepTheirs() {
        apply(
                0,
                new ClusterEvent.NodeSeen("g1", HGX),
                new ClusterEvent.NodeSeen("g2", HGX),
                new ClusterEvent.NodeSeen("g3", HGX),
                new ClusterEvent.ClaimAsked("g1", claim("on-g1", 1)),
                new ClusterEvent.ClaimAsked("g3", claim("on-g3", 1)));
        apply(
                1,
                new ClusterEvent.NodeGone("g1"),
                new ClusterEvent.NodeGone("g2"),
                new ClusterEvent.NodeGone("g2"),
                new ClusterEvent.ClaimAsked("g3", claim("late", 2)),
                new ClusterEvent.ClaimAsked("g1", claim("nowhere", 4)),
                new ClusterEvent.NodeSeen("g1", HGX),
                new ClusterEvent.ClaimAsked("g1", claim("anew", 1)),
                new ClusterEvent.NodeSeen("g4", HGX),
                new ClusterEvent.NodeGone("g4"));
        assertThat(state.directory().names()).endsWith("g3", "g1").doesNotContain("g2", "g4");
        int last = state.directory().size() - 1;
        assertThat(state.slotOf(new PodId("on-g1"))).isEqualTo(-1);
        assertThat(state.slotOf(new PodId("on-g3"))).isEqualTo(last - 1);
        assertThat(state.slotOf(new PodId("late"))).isEqualTo(last - 1);
        assertThat(state.slotOf(new PodId("nowhere"))).isEqualTo(-1);
        assertThat(state.slotOf(new PodId("anew"))).isEqualTo(last);
    }

    @Test
    void manyNodesOfOneBatchGetOneDirectory() {
        apply(
                0,
                new ClusterEvent.NodeSeen("n1", HGX),
                new ClusterEvent.NodeSeen("n2", HGX),
                new ClusterEvent.NodeGone("n1"),
                new ClusterEvent.NodeSeen("n3", HGX),
                new ClusterEvent.ClaimAsked("n3", claim("a", 1)));
        assertThat(state.directory().names()).containsExactly("n2", "n3");
        assertThat(state.slotOf(new PodId("a"))).isEqualTo(1);
        assertThat(state.generation()).isEqualTo(1);
        StateCheck.check(state);
    }

    @Test
    void unchangedNodesAreTheSameObjects() {
        apply(0, new ClusterEvent.NodeSeen("n1", HGX), new ClusterEvent.NodeSeen("n2", HGX));
        NodeView other = state.view(1);
        apply(1, new ClusterEvent.ClaimAsked("n1", claim("a", 1)));
        assertThat(state.view(1)).isSameAs(other);
    }

    private List<Effect> apply(long now, ClusterEvent... events) {
        Step step = reducer.apply(state, List.of(events), now);
        state = step.state();
        return step.effects();
    }

    private Node node(String name) {
        return StateCheck.node(state, state.directory().slotOf(Objects.requireNonNull(name)));
    }

    private static List<String> refusals(List<Effect> effects) {
        return effects.stream()
                .map(effect -> ((Effect.ClaimRefused) effect).reason())
                .toList();
    }

    private static ClusterEvent hold(String node, Claim claim, long deadline) {
        return new ClusterEvent.HoldAsked(node, new Hold(claim, deadline));
    }

    /** GPUs as bits; then pairs of a source and its VFs. */
    private static Claim claim(String pod, int gpus, int... sourceAndVfs) {
        int[] vfs = new int[HGX.sources().size()];
        for (int i = 0; i < sourceAndVfs.length; i += 2) {
            vfs[sourceAndVfs[i]] = sourceAndVfs[i + 1];
        }
        return new Claim(new PodId(pod), "ns/" + pod, 0, gpus, vfs);
    }
}
