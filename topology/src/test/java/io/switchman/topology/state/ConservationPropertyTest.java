package io.switchman.topology.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What must not change: how many devices a pod has, what a pod that came and went found, and that a node is silent. */
class ConservationPropertyTest {
    private static final int SEEDS = 400;
    private static final int STEPS = 150;
    private static final PodId GUEST = new PodId("guest");

    private final Reducer reducer = new Reducer(6);

    /** As long as nobody tells otherwise. */
    @Test
    void nobodyLosesADevice() {
        int moved = 0;
        int missed = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            RandomEvents events = new RandomEvents(seed, 10, 2);
            ClusterState state = ClusterState.EMPTY;
            for (long now = 0; now < STEPS; now++) {
                ClusterState before = state;
                Step step = reducer.apply(before, List.of(events.next(now)), now);
                state = step.state();
                for (Effect effect : step.effects()) {
                    if (effect instanceof Effect.Moved(String name, Claim from, Claim to)) {
                        moved++;
                        Node node = StateCheck.node(state, state.directory().slotOf(name));
                        assertThat(StateCheck.counts(node.machine(), to))
                                .as("seed %d, step %d: %s", seed, now, effect)
                                .isEqualTo(StateCheck.counts(node.machine(), from));
                    }
                    missed += effect instanceof Effect.Overcommitted ? 1 : 0;
                }
            }
        }
        assertThat(moved).isGreaterThan(SEEDS / 2);
        assertThat(missed).isGreaterThan(SEEDS);
    }

    @Test
    void aPodHasAsManyDevicesAsTheClusterSays() {
        int foreign = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            RandomEvents events = new RandomEvents(seed, 10, 2);
            ClusterState state = ClusterState.EMPTY;
            for (long now = 0; now < STEPS; now++) {
                ClusterEvent event = events.next(now);
                int slot = event instanceof ClusterEvent.PodBound bound
                        ? state.directory().slotOf(bound.node())
                        : -1;
                Node before = slot < 0 ? null : StateCheck.nodeOrNull(state, slot);
                state = reducer.apply(state, List.of(event), now).state();
                if (before == null || !(event instanceof ClusterEvent.PodBound bound)) {
                    continue;
                }
                Claim claim =
                        Objects.requireNonNull(StateCheck.node(state, slot).claimOf(bound.pod()));
                assertThat(claim.podName()).isEqualTo(bound.podName());
                assertThat(claim.priority()).isEqualTo(bound.priority());
                if (bound.planned() == null && before.claimOf(bound.pod()) == null) {
                    foreign++;
                    Claim asked = new Claim(bound.pod(), "", 0, 0, new int[0], new Claim.Extent.Any(), bound.asked());
                    assertThat(StateCheck.counts(before.machine(), claim))
                            .isEqualTo(StateCheck.counts(before.machine(), asked));
                }
            }
        }
        assertThat(foreign).isGreaterThan(SEEDS);
    }

    /** Unless others had to move or lost their holds: those stay where they are. */
    @Test
    void aPodThatGoesLeavesNoTrace() {
        int held = 0;
        int claimed = 0;
        int bound = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            RandomEvents events = new RandomEvents(seed, 6, 2);
            ClusterState state = ClusterState.EMPTY;
            for (long now = 0; now < STEPS; now++) {
                state = reducer.apply(state, List.of(events.next(now)), now).state();
                String node = RandomEvents.name((int) (now % 2));
                ClusterEvent coming = switch ((int) (now % 3)) {
                    case 0 -> events.held(node, GUEST, now + 1_000);
                    case 1 -> new ClusterEvent.ClaimAsked(node, events.claim(GUEST));
                    default -> events.bound(node, GUEST);
                };
                Step came = reducer.apply(state, List.of(coming), now);
                if (came.state() == state || !came.effects().stream().allMatch(ConservationPropertyTest::isOfGuest)) {
                    continue;
                }
                StateCheck.check(came.state());
                ClusterState gone = reducer.apply(came.state(), List.of(new ClusterEvent.PodReleased(GUEST)), now)
                        .state();
                assertThat(StateCheck.content(gone))
                        .as("seed %d, step %d: %s", seed, now, coming)
                        .isEqualTo(StateCheck.content(state));
                assertThat(gone.pods()).isEqualTo(state.pods());
                assertThat(gone.holds()).isEqualTo(state.holds());
                assertThat(gone.slotOf(GUEST)).isEqualTo(-1);
                held += now % 3 == 0 ? 1 : 0;
                claimed += now % 3 == 1 ? 1 : 0;
                bound += now % 3 == 2 ? 1 : 0;
            }
        }
        assertThat(held).isGreaterThan(SEEDS);
        assertThat(claimed).isGreaterThan(SEEDS);
        assertThat(bound).isGreaterThan(SEEDS);
    }

    private static boolean isOfGuest(Effect effect) {
        return switch (effect) {
            case Effect.Claimed(String _, Claim claim) -> claim.pod().equals(GUEST);
            case Effect.Overcommitted(String _, Claim claim) -> claim.pod().equals(GUEST);
            default -> false;
        };
    }

    @Test
    void aSilentNodeStaysStaleUntilItIsSeen() {
        int stale = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            RandomEvents events = new RandomEvents(seed, 10, 3);
            ClusterState state = ClusterState.EMPTY;
            for (long now = 0; now < STEPS; now++) {
                ClusterEvent event = events.next(now);
                ClusterState before = state;
                state = reducer.apply(before, List.of(event), now).state();
                for (NodeView view : before.views()) {
                    if (view instanceof NodeView.Stale(Node node, long since) && !isAbout(event, node.name())) {
                        NodeView after = Objects.requireNonNull(state.view(node.name()));
                        assertThat(after)
                                .isInstanceOfSatisfying(
                                        NodeView.Stale.class,
                                        stays -> assertThat(stays.sinceNanos()).isEqualTo(since));
                        stale += after.equals(view) ? 0 : 1;
                    }
                }
            }
        }
        assertThat(stale).as("changed while stale").isGreaterThan(SEEDS);
    }

    private static boolean isAbout(ClusterEvent event, String node) {
        return switch (event) {
            case ClusterEvent.NodeSeen seen -> seen.name().equals(node);
            case ClusterEvent.NodeGone gone -> gone.name().equals(node);
            case ClusterEvent.NodeUnknown unknown -> unknown.name().equals(node);
            default -> false;
        };
    }
}
