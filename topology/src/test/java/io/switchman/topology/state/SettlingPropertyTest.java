package io.switchman.topology.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.topology.model.Machine;
import io.switchman.topology.state.Claim.Extent;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Whatever a node says of whichever pod: it is so or refused, and nobody loses a device as long as there is another one. */
class SettlingPropertyTest {
    private static final int SEEDS = 1_500;
    private static final int STEPS = 150;
    private static final Reducer REDUCER = new Reducer(5);

    private int settled;
    private int refused;

    @Test
    void evidenceTakesWhatItSaysAndNothingElse() {
        for (long seed = 0; seed < SEEDS; seed++) {
            RandomEvents events = new RandomEvents(seed, 8, 2);
            ClusterState state = ClusterState.EMPTY;
            for (long now = 0; now < STEPS; now++) {
                ClusterEvent event = events.next(now);
                state = REDUCER.apply(state, List.of(), now).state();
                Step step = REDUCER.apply(state, List.of(event), now);
                if (event instanceof ClusterEvent.EvidenceSeen seen) {
                    check(state, step, seen);
                }
                state = step.state();
            }
        }
        assertThat(settled).isGreaterThan(300);
        assertThat(refused).isGreaterThan(300);
    }

    private void check(ClusterState before, Step step, ClusterEvent.EvidenceSeen seen) {
        Effect first = step.effects().isEmpty() ? null : step.effects().getFirst();
        if (first instanceof Effect.Settled) {
            settled++;
            checkSettled(node(before, seen.pod()), node(step.state(), seen.pod()), seen);
            return;
        }
        if (first instanceof Effect.EvidenceRefused) {
            refused++;
            assertThat(contradicts(node(before, seen.pod()), seen)).isTrue();
            checkRefused(before, step.state(), seen);
        } else {
            assertThat(step.state()).isSameAs(before);
        }
    }

    /** Who has how much stays, unless a word about another pod has waited for this. */
    private static void checkRefused(ClusterState before, ClusterState after, ClusterEvent.EvidenceSeen seen) {
        Node node = node(after, seen.pod());
        StateCheck.check(node);
        for (Claim was : node(before, seen.pod()).claims()) {
            Claim is = Objects.requireNonNull(node.claimOf(was.pod()));
            if (was.pod().equals(seen.pod()) || !is.isTold()) {
                assertThat(StateCheck.counts(node.machine(), is)).isEqualTo(StateCheck.counts(node.machine(), was));
            }
        }
    }

    private static void checkSettled(Node before, Node after, ClusterEvent.EvidenceSeen seen) {
        StateCheck.check(after);
        assertThat(contradicts(before, seen)).isFalse();
        assertThat(after.claims()).hasSameSizeAs(before.claims());
        for (int i = 0; i < before.claims().size(); i++) {
            Claim was = before.claims().get(i);
            Claim is = after.claims().get(i);
            assertThat(is.pod()).isEqualTo(was.pod());
            if (was.pod().equals(seen.pod())) {
                assertThat(is).isEqualTo(was.settled(seen.gpus(), seen.vfs()));
            } else if (was.isTold()) {
                assertThat(is).isEqualTo(was);
            } else if (!is.equals(was)) {
                checkGuess(was, is, after);
            }
        }
    }

    private static void checkGuess(Claim was, Claim is, Node after) {
        assertThat(StateCheck.counts(after.machine(), is))
                .as("%s became %s", was, is)
                .isEqualTo(StateCheck.counts(after.machine(), was));
        assertThat(is.isExact() && is.gpus() == was.gpus() && Arrays.equals(is.vfs(), was.vfs()))
                .as("a guess that stays is a guess")
                .isFalse();
        if (is.extent() instanceof Extent.OneOf(List<Integer> sets) && !is.equals(was)) {
            assertThat(sets).contains(is.gpus());
            assertThat(is.vfs()).isEqualTo(was.vfs());
        }
    }

    /** Whether devices are not there, or another pod's by the node's own word. */
    private static boolean contradicts(Node node, ClusterEvent.EvidenceSeen seen) {
        Machine machine = node.machine();
        if (seen.vfs().length != machine.sources().size()
                || seen.gpus() >>> machine.gpus().size() != 0) {
            return true;
        }
        int[] vfs = seen.vfs().clone();
        int gpus = 0;
        for (Claim claim : node.claims()) {
            if (claim.isTold() && !claim.pod().equals(seen.pod())) {
                gpus |= claim.gpus();
                Arrays.setAll(vfs, source -> vfs[source] + claim.vfs()[source]);
            }
        }
        boolean tooMany = false;
        for (int source = 0; source < vfs.length; source++) {
            tooMany |= vfs[source] > machine.sources().get(source).pool().total();
        }
        return tooMany || (gpus & seen.gpus()) != 0;
    }

    private static Node node(ClusterState state, PodId pod) {
        return StateCheck.node(state, state.slotOf(pod));
    }
}
