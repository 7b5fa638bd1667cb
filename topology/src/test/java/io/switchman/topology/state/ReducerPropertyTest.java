package io.switchman.topology.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whatever happens in whatever order, a state keeps its promises. */
class ReducerPropertyTest {
    private static final int SEEDS = 300;
    private static final int STEPS = 120;

    @Test
    void everyStateIsSound() {
        for (long seed = 0; seed < SEEDS; seed++) {
            ClusterState state = ClusterState.EMPTY;
            Reducer reducer = new Reducer(5);
            RandomEvents events = new RandomEvents(seed, 12, 4);
            Map<PodId, Claim> claimed = new HashMap<>();
            for (long now = 0; now < STEPS; now++) {
                ClusterState before = state;
                Map<String, List<Object>> content = StateCheck.content(before);
                Step step = reducer.apply(state, batch(events, now), now);
                state = step.state();
                StateCheck.check(state);
                assertThat(state.holds()).isLessThanOrEqualTo(5);
                assertThat(StateCheck.content(before))
                        .as("seed %d: an old state stays", seed)
                        .isEqualTo(content);
                assertThat(state == before || state.generation() == before.generation() + 1)
                        .isTrue();
                follow(step, claimed);
                assertThat(StateCheck.claims(state))
                        .as("seed %d, step %d: effects tell every claim", seed, now)
                        .isEqualTo(claimed);
            }
        }
    }

    @Test
    void replayGivesTheSameState() {
        for (long seed = 0; seed < SEEDS; seed++) {
            List<List<Object>> first = run(seed);
            assertThat(run(seed)).isEqualTo(first);
        }
    }

    @Test
    void batchesOfOneGiveTheSameState() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Reducer reducer = new Reducer(100);
            RandomEvents events = new RandomEvents(seed, 12, 4);
            ClusterState together = ClusterState.EMPTY;
            ClusterState single = ClusterState.EMPTY;
            for (long now = 0; now < STEPS; now++) {
                List<ClusterEvent> batch = batch(events, now);
                single = reducer.apply(single, List.of(), now).state();
                for (ClusterEvent event : batch) {
                    // Holds that are over at once end with the next batch, so the time of one batch is one moment.
                    single = reducer.apply(single, List.of(event), now - 1_000).state();
                }
                together = reducer.apply(together, batch, now).state();
                assertThat(StateCheck.content(together)).isEqualTo(StateCheck.content(single));
                assertThat(together.directory().names())
                        .isEqualTo(single.directory().names());
            }
        }
    }

    @Test
    void orderOfIndependentEventsIsIrrelevant() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Reducer reducer = new Reducer(100);
            RandomEvents random = new RandomEvents(seed, 40, 12);
            ClusterState state = ClusterState.EMPTY;
            for (long now = 0; now < 60; now++) {
                state = reducer.apply(state, batch(random, now), now).state();
            }
            List<ClusterEvent> independent = independent(state, random);
            List<ClusterEvent> shuffled = new ArrayList<>(independent);
            Collections.shuffle(shuffled, new Random(seed));
            assertThat(StateCheck.content(reducer.apply(state, shuffled, 60).state()))
                    .as("seed %d: %s", seed, independent)
                    .isEqualTo(StateCheck.content(
                            reducer.apply(state, independent, 60).state()));
        }
    }

    /** Events no two of which concern the same node or pod, nor a node that a pod of another event is on. */
    private static List<ClusterEvent> independent(ClusterState state, RandomEvents random) {
        List<ClusterEvent> chosen = new ArrayList<>();
        Set<Object> touched = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            ClusterEvent event = random.next(100);
            Set<Object> touches = touches(state, event);
            if (Collections.disjoint(touched, touches)) {
                touched.addAll(touches);
                chosen.add(event);
            }
        }
        return chosen;
    }

    private static Set<Object> touches(ClusterState state, ClusterEvent event) {
        Set<Object> touches = new HashSet<>();
        switch (event) {
            case ClusterEvent.NodeSeen seen -> touches.add(seen.name());
            case ClusterEvent.NodeGone gone -> touches.add(gone.name());
            case ClusterEvent.NodeUnknown unknown -> touches.add(unknown.name());
            case ClusterEvent.NodeSilent silent -> touches.add(silent.name());
            case ClusterEvent.NodeRebooted rebooted -> touches.add(rebooted.name());
            case ClusterEvent.PortsChanged changed -> touches.add(changed.node());
            case ClusterEvent.HoldAsked asked -> {
                touches.add(asked.node());
                touches.add(asked.hold().pod());
                if (asked.hold().gang() != null) {
                    touches.add(asked.hold().gang());
                }
            }
            case ClusterEvent.ClaimAsked asked -> {
                touches.add(asked.node());
                touches.add(asked.claim().pod());
            }
            case ClusterEvent.PodBound bound -> {
                touches.add(bound.node());
                touches.add(bound.pod());
            }
            case ClusterEvent.EvidenceSeen seen -> touches.add(seen.pod());
            case ClusterEvent.PodReleased released -> touches.add(released.pod());
            case ClusterEvent.HoldReleased released -> touches.add(released.pod());
            case ClusterEvent.GangReleased(GangId gang) -> {
                touches.add(gang);
                for (int slot = 0; slot < state.views().size(); slot++) {
                    Node node = StateCheck.nodeOrNull(state, slot);
                    if (node != null && node.holds().stream().anyMatch(hold -> gang.equals(hold.gang()))) {
                        touches.add(node.name());
                    }
                }
            }
        }
        for (Object touched : List.copyOf(touches)) {
            int slot = touched instanceof PodId pod
                    ? state.slotOf(pod)
                    : state.directory().slotOf(touched.toString());
            Node node = slot < 0 ? null : StateCheck.nodeOrNull(state, slot);
            if (node != null) {
                touches.add(node.name());
                node.claims().forEach(claim -> touches.add(claim.pod()));
                node.holds().forEach(hold -> touches.add(hold.pod()));
            }
        }
        return touches;
    }

    private static List<List<Object>> run(long seed) {
        Reducer reducer = new Reducer(5);
        RandomEvents events = new RandomEvents(seed, 12, 4);
        ClusterState state = ClusterState.EMPTY;
        List<List<Object>> history = new ArrayList<>();
        for (long now = 0; now < STEPS; now++) {
            Step step = reducer.apply(state, batch(events, now), now);
            state = step.state();
            history.add(List.of(step.effects(), StateCheck.content(state), state.generation(), state.holds()));
        }
        return history;
    }

    private static List<ClusterEvent> batch(RandomEvents events, long now) {
        List<ClusterEvent> batch = new ArrayList<>();
        for (int i = events.upTo(3); i >= 0; i--) {
            batch.add(events.next(now));
        }
        return batch;
    }

    private static void follow(Step step, Map<PodId, Claim> claimed) {
        for (Effect effect : step.effects()) {
            switch (effect) {
                case Effect.Claimed(String _, Claim claim) ->
                    assertThat(claimed.put(claim.pod(), StateCheck.nameless(claim)))
                            .isNull();
                case Effect.Released(String _, Claim claim) ->
                    assertThat(claimed.remove(claim.pod())).isEqualTo(StateCheck.nameless(claim));
                case Effect.Settled(String _, Claim claim) -> {
                    assertThat(claim.isTold()).isTrue();
                    assertThat(claimed.put(claim.pod(), StateCheck.nameless(claim)))
                            .isNotNull();
                }
                case Effect.Moved(String _, Claim from, Claim to) -> {
                    assertThat(from.isExact()).as("what is known stays").isFalse();
                    assertThat(claimed.put(from.pod(), StateCheck.nameless(to))).isEqualTo(StateCheck.nameless(from));
                }
                case Effect.Overcommitted over -> {
                    assertThat(over.missing().isNothing()).isFalse();
                    assertThat(claimed).containsEntry(over.claim().pod(), StateCheck.nameless(over.claim()));
                }
                case Effect.Unsettled(String _, List<PodId> pods) ->
                    pods.forEach(pod -> claimed.compute(pod, (_, claim) -> {
                        Claim was = Objects.requireNonNull(claim);
                        assertThat(was.extent()).isNotInstanceOf(Claim.Extent.Any.class);
                        return was.doubted();
                    }));
                case Effect.ClaimRefused _,
                        Effect.PodUnplaced _,
                        Effect.EvidenceRefused _,
                        Effect.HoldExpired _,
                        Effect.HoldRefused _,
                        Effect.HoldBroken _ -> {}
            }
        }
    }
}
