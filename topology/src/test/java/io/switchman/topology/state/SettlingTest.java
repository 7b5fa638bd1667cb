package io.switchman.topology.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.topology.Machines;
import io.switchman.topology.Sketch.Naming;
import io.switchman.topology.model.Machine;
import io.switchman.topology.model.ResourceName;
import io.switchman.topology.state.Claim.Extent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Evidence takes the place of a guess, and other guesses make room for it. */
class SettlingTest {
    private static final int SEEDS = 3_000;
    private static final Machine HGX = Machines.hgx(Naming.POOLED, 2);
    private static final Reducer REDUCER = new Reducer(8);

    @Test
    void evidenceMakesAClaimExact() {
        ClusterState state = state(HGX, guess("a", 0b11, oneOf(0b11, 0b1100), 2, 0));
        Step step = seen(state, "a", 0b1100, vfs(0, 0, 2));
        assertThat(step.effects()).containsExactly(new Effect.Settled("n", told("a", 0b1100, 0, 0, 2)));
        assertThat(node(step.state()).claims()).containsExactly(told("a", 0b1100, 0, 0, 2));
        assertThat(node(step.state()).unsettled(true)).isZero();
        StateCheck.check(step.state());
    }

    @Test
    void aGuessInTheWayMoves() {
        ClusterState state =
                state(HGX, guess("a", 0b11, new Extent.Any(), 2), guess("b", 0b1100, new Extent.Any(), 0, 2));
        Node node = node(seen(state, "a", 0b1100, vfs(0, 2)).state());
        assertThat(node.claimOf(new PodId("a"))).isEqualTo(told("a", 0b1100, 0, 2));
        Claim moved = claimOf(node, "b");
        assertThat(moved.isExact()).isFalse();
        assertThat(moved.gpus() & 0b1100).isZero();
        assertThat(Integer.bitCount(moved.gpus())).isEqualTo(2);
        assertThat(moved.vfs()).isEqualTo(vfs(2));
        StateCheck.check(node);
    }

    @Test
    void aGuessMovesToAnotherOfItsSets() {
        ClusterState state =
                state(HGX, guess("a", 0b11, new Extent.Any()), guess("b", 0b1100, oneOf(0b1100, 0b110, 0b110000)));
        Node node = node(seen(state, "a", 0b1100, vfs()).state());
        assertThat(claimOf(node, "b")).isEqualTo(guess("b", 0b110000, oneOf(0b1100, 0b110, 0b110000)));
        StateCheck.check(node);
    }

    @Test
    void aGuessWithoutASetLeftMayBeAnywhere() {
        ClusterState state = state(HGX, guess("a", 0b1, new Extent.Any()), guess("b", 0b1100, oneOf(0b1100, 0b110)));
        Node node = node(seen(state, "a", 0b100, vfs()).state());
        Claim moved = claimOf(node, "b");
        assertThat(moved.extent()).isEqualTo(new Extent.Any());
        assertThat(moved.gpus()).as("GPU 3 stays, GPU 0 comes in its place").isEqualTo(0b1001);
    }

    /** A plan left no choice, and the kubelet chose otherwise: of pods that it said nothing of yet, plans are guesses then. */
    @Test
    void evidenceIsWorthMoreThanAPlan() {
        ClusterState state = state(HGX, exact("a", 0b11, 1), exact("b", 0b1100, 0, 1), exact("c", 0b110000, 0, 0, 1));
        Step step = seen(state, "a", 0b1100, vfs(0, 1));
        assertThat(step.effects())
                .containsExactly(
                        new Effect.Settled("n", told("a", 0b1100, 0, 1)),
                        new Effect.Unsettled("n", List.of(new PodId("b"))),
                        new Effect.Moved(
                                "n",
                                guess("b", 0b1100, new Extent.Any(), 0, 1),
                                guess("b", 0b11, new Extent.Any(), 0, 1)));
        assertThat(claimOf(node(step.state()), "c")).isEqualTo(exact("c", 0b110000, 0, 0, 1));
        ClusterState both = seen(step.state(), "b", 0b11, vfs(1)).state();
        assertThat(node(both).claims())
                .containsExactly(told("a", 0b1100, 0, 1), told("b", 0b11, 1), exact("c", 0b110000, 0, 0, 1));
        StateCheck.check(both);
    }

    /** Nobody can say which of the plans for a port's VFs is the wrong one. */
    @Test
    void plansForMoreVfsThanThereAreAreAllGuesses() {
        ClusterState state =
                state(HGX, exact("a", 0, 1), exact("b", 0, 0, 1), exact("c", 0, 0, 1), exact("d", 0, 0, 0, 2));
        Step step = seen(state, "a", 0, vfs(0, 1));
        assertThat(step.effects())
                .startsWith(
                        new Effect.Settled("n", told("a", 0, 0, 1)),
                        new Effect.Unsettled("n", List.of(new PodId("b"), new PodId("c"))));
        assertThat(claimOf(node(step.state()), "d").isExact()).isTrue();
        StateCheck.check(step.state());
    }

    @Test
    void evidenceAgainstEvidenceWaitsForTheEndOfTheOther() {
        ClusterState state = seen(state(HGX, exact("a", 0b11, 1), exact("b", 0b1100, 1)), "b", 0b1100, vfs(1))
                .state();
        Step refused = seen(state, "a", 0b1100, vfs(1));
        assertThat(refused.effects())
                .containsExactly(
                        new Effect.EvidenceRefused("n", told("a", 0b1100, 1), "devices are taken"),
                        new Effect.Unsettled("n", List.of(new PodId("a"))));
        Step after = REDUCER.apply(refused.state(), List.of(new ClusterEvent.PodReleased(new PodId("b"))), 0);
        assertThat(after.effects())
                .containsExactly(
                        new Effect.Released("n", told("b", 0b1100, 1)), new Effect.Settled("n", told("a", 0b1100, 1)));
        assertThat(node(after.state()).disputed()).isEmpty();
    }

    @Test
    void podsThatChangedPlacesAreSettledOnceBothAreTold() {
        ClusterState state = state(HGX, exact("a", 0b11), exact("b", 0b1100));
        for (String pod : List.of("a", "b")) {
            state = seen(state, pod, claimOf(node(state), pod).gpus(), vfs()).state();
        }
        ClusterState one = seen(state, "a", 0b1100, vfs()).state();
        assertThat(claimOf(node(one), "a").isExact()).isFalse();
        assertThat(node(seen(one, "b", 0b11, vfs()).state()).claims())
                .containsExactly(told("a", 0b1100), told("b", 0b11));
    }

    @Test
    void whatIsDisputedIsForgottenWithANewBoot() {
        ClusterState state = seen(state(HGX, exact("a", 0b11), exact("b", 0b1100)), "b", 0b1100, vfs())
                .state();
        ClusterState disputed = seen(state, "a", 0b1100, vfs()).state();
        ClusterState after = REDUCER.apply(
                        disputed,
                        List.of(new ClusterEvent.NodeRebooted("n"), new ClusterEvent.PodReleased(new PodId("b"))),
                        0)
                .state();
        assertThat(node(after).disputed()).isEmpty();
        assertThat(node(after).claims()).containsExactly(guess("a", 0b11, new Extent.Any()));
    }

    @Test
    void contradictingEvidenceChangesNoDevices() {
        ClusterState before =
                state(HGX, guess("a", 0b11, new Extent.Any(), 1), exact("b", 0b1100, 1, 1), exact("c", 0, 0, 1));
        ClusterState both = seen(before, "b", 0b1100, vfs(1, 1)).state();
        ClusterState state = seen(both, "c", 0, vfs(0, 1)).state();
        for (Claim wrong : List.of(
                told("a", 0b110, 1),
                told("a", 0b11, 0, 1),
                told("a", 0b11, 3),
                told("a", 1 << 8, 1),
                new Claim(new PodId("a"), "ns/a", 0, 0b11, new int[3], new Extent.Exact(true)))) {
            Step step = seen(state, "a", wrong.gpus(), wrong.vfs());
            assertThat(step.effects()).containsExactly(new Effect.EvidenceRefused("n", wrong, "devices are taken"));
            assertThat(StateCheck.claims(step.state())).isEqualTo(StateCheck.claims(state));
        }
    }

    @Test
    void evidenceOfWhatIsPlannedIsNewsOnceAndOfNobodyNever() {
        ClusterState planned = state(HGX, exact("a", 0b11, 1));
        Step told = seen(planned, "a", 0b11, vfs(1));
        assertThat(told.effects()).containsExactly(new Effect.Settled("n", told("a", 0b11, 1)));
        ClusterState state = told.state();
        for (Step step : List.of(seen(state, "a", 0b11, vfs(1)), seen(state, "nobody", 0b1, vfs()))) {
            assertThat(step.state()).isSameAs(state);
            assertThat(step.effects()).isEmpty();
        }
        Step again = REDUCER.apply(state, List.of(new ClusterEvent.ClaimAsked("n", exact("a", 0b11, 1))), 0);
        assertThat(again.effects()).as("it has what is asked for").isEmpty();
    }

    /** True devices drawn by chance become known one pod after another, between guesses and some lies. */
    @Test
    void theTruthIsReachedInAnyOrder() {
        int moved = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Machine machine = List.of(HGX, Machines.a100(Naming.POOLED), Machines.nested(Naming.PER_RAIL))
                    .get((int) (seed % 3));
            int pods = random.nextInt(2, 6);
            Map<String, Claim> truth = new HashMap<>();
            ClusterState state = state(machine);
            Node free = node(state);
            for (int pod = 0; pod < pods; pod++) {
                Claim actual = drawn(free, "p" + pod, random);
                free = free.withClaim(actual);
                truth.put("p" + pod, actual.settled(actual.gpus(), actual.vfs()));
            }
            for (Claim actual : truth.values()) {
                state = REDUCER.apply(state, List.of(guessed(node(state), actual, random)), 0)
                        .state();
            }
            assertThat(node(state).claims()).as("seed %d", seed).hasSize(pods);
            for (Claim actual : truth.values()) {
                ClusterState before = state;
                Step step = REDUCER.apply(
                        state, List.of(new ClusterEvent.EvidenceSeen(actual.pod(), actual.gpus(), actual.vfs())), 0);
                state = step.state();
                StateCheck.check(state);
                assertThat(step.effects()).as("seed %d", seed).startsWith(new Effect.Settled("n", actual));
                assertThat(step.effects().subList(1, step.effects().size()))
                        .as("seed %d: nobody loses a device", seed)
                        .allMatch(effect -> effect instanceof Effect.Moved || effect instanceof Effect.Unsettled);
                for (Claim claim : node(before).claims()) {
                    Claim now = Objects.requireNonNull(node(state).claimOf(claim.pod()));
                    assertThat(byName(machine, now))
                            .as("seed %d: %s", seed, now)
                            .isEqualTo(byName(machine, claim));
                    assertThat(claim.equals(now) || !claim.isTold())
                            .as("seed %d: what is known stays", seed)
                            .isTrue();
                    moved += claim.pod().equals(actual.pod()) || claim.equals(now) ? 0 : 1;
                    if (now.isTold() && now.gpus() != 0 && !now.pod().equals(actual.pod())) {
                        Step lie = REDUCER.apply(
                                state,
                                List.of(new ClusterEvent.EvidenceSeen(
                                        actual.pod(), actual.gpus() | now.gpus(), actual.vfs())),
                                0);
                        assertThat(lie.effects().getFirst()).isInstanceOf(Effect.EvidenceRefused.class);
                        StateCheck.check(lie.state());
                    }
                }
            }
            assertThat(node(state).claims()).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(truth.values());
        }
        assertThat(moved).isGreaterThan(SEEDS / 4);
    }

    /** Devices that are free, as chance will have them. */
    private static Claim drawn(Node node, String pod, SplittableRandom random) {
        int gpus = node.free().freeGpus() & random.nextInt() & random.nextInt();
        int[] vfs = node.free().freeVfs();
        for (int source = 0; source < vfs.length; source++) {
            vfs[source] = random.nextInt(3) == 0 ? random.nextInt(vfs[source] + 1) : 0;
        }
        return new Claim(new PodId(pod), "ns/" + pod, 0, gpus, vfs);
    }

    /** As many free devices of each name as the pod really has, the first there are. */
    private static ClusterEvent guessed(Node node, Claim actual, SplittableRandom random) {
        Machine machine = node.machine();
        int free = node.free().freeGpus();
        int gpus = 0;
        for (int count = Integer.bitCount(actual.gpus()); count > 0; count--) {
            gpus |= Integer.lowestOneBit(free & ~gpus);
        }
        int[] vfs = new int[machine.sources().size()];
        Map<ResourceName, Integer> wanted = new HashMap<>();
        for (int source = 0; source < vfs.length; source++) {
            wanted.merge(machine.sources().get(source).pool().resource(), actual.vfs(source), Integer::sum);
        }
        for (int source = 0; source < vfs.length; source++) {
            ResourceName name = machine.sources().get(source).pool().resource();
            vfs[source] = Math.min(wanted.getOrDefault(name, 0), node.free().freeVfs(source));
            wanted.merge(name, -vfs[source], Integer::sum);
        }
        Extent extent = random.nextBoolean() || gpus == actual.gpus() ? new Extent.Any() : oneOf(gpus, actual.gpus());
        return new ClusterEvent.ClaimAsked("n", new Claim(actual.pod(), actual.podName(), 0, gpus, vfs, extent));
    }

    private static Map<Object, Integer> byName(Machine machine, Claim claim) {
        Map<Object, Integer> counts = new HashMap<>();
        for (int left = claim.gpus(); left != 0; left &= left - 1) {
            counts.merge(machine.gpus().get(Integer.numberOfTrailingZeros(left)).resource(), 1, Integer::sum);
        }
        for (int source = 0; source < machine.sources().size(); source++) {
            counts.merge(machine.sources().get(source).pool().resource(), claim.vfs(source), Integer::sum);
        }
        return counts;
    }

    private static Extent oneOf(Integer... sets) {
        return new Extent.OneOf(List.of(sets));
    }

    private static Claim exact(String pod, int gpus, int... vfs) {
        return guess(pod, gpus, new Extent.Exact(), vfs);
    }

    private static Claim told(String pod, int gpus, int... vfs) {
        return guess(pod, gpus, new Extent.Exact(true), vfs);
    }

    private static Claim guess(String pod, int gpus, Extent extent, int... vfs) {
        return new Claim(new PodId(pod), "ns/" + pod, 0, gpus, vfs(vfs), extent);
    }

    /** VFs of the first ports, none of the others. */
    private static int[] vfs(int... first) {
        return Arrays.copyOf(first, HGX.sources().size());
    }

    private static ClusterState state(Machine machine, Claim... claims) {
        List<ClusterEvent> events = new ArrayList<>();
        events.add(new ClusterEvent.NodeSeen("n", machine));
        for (Claim claim : claims) {
            events.add(new ClusterEvent.ClaimAsked("n", claim));
        }
        ClusterState state = REDUCER.apply(ClusterState.EMPTY, events, 0).state();
        assertThat(node(state).claims()).containsExactly(claims);
        return state;
    }

    private static Step seen(ClusterState state, String pod, int gpus, int[] vfs) {
        return REDUCER.apply(state, List.of(new ClusterEvent.EvidenceSeen(new PodId(pod), gpus, vfs)), 0);
    }

    private static Node node(ClusterState state) {
        return StateCheck.node(state, 0);
    }

    private static Claim claimOf(Node node, String pod) {
        return Objects.requireNonNull(node.claimOf(new PodId(pod)));
    }
}
