package io.switchman.topology.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.topology.Machines;
import io.switchman.topology.Sketch;
import io.switchman.topology.Sketch.Naming;
import io.switchman.topology.model.Machine;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Kubelets give pods of one node each other's planned devices, and say so in any order: late, wrong at first, or of a pod that has
 * taken the place of one whose end is not known yet. Whatever the order, at the end everybody has what its node said last.
 */
class EvidenceOrderPropertyTest {
    private static final int SEEDS = 3_000;
    private static final Reducer REDUCER = new Reducer(8);

    private int refused;
    private int unsettled;

    /** Devices of one pod: a pair of GPUs or one, and all VFs of a port. */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    private record Devices(int gpus, int[] vfs) {}

    @Test
    void atTheEndTheNodeIsRight() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            Machine machine = seed % 2 == 0 ? Machines.hgx(Naming.POOLED, 2) : Machines.hgx(Naming.PER_RAIL, 2);
            Map<PodId, Claim> truth = new HashMap<>();
            List<ClusterEvent> events = interleaved(lives(machine, truth, random), random);

            ClusterState state = seen(machine);
            for (ClusterEvent event : events) {
                Step step = REDUCER.apply(state, List.of(event), 0);
                StateCheck.check(step.state());
                count(step.effects());
                state = step.state();
            }

            assertThat(StateCheck.claims(state)).as("seed %d: %s", seed, events).isEqualTo(truth);
            ClusterState atOnce = REDUCER.apply(seen(machine), events, 0).state();
            assertThat(StateCheck.content(atOnce)).isEqualTo(StateCheck.content(state));
        }
        assertThat(refused).isGreaterThan(SEEDS / 4);
        assertThat(unsettled).isGreaterThan(SEEDS / 4);
    }

    private void count(List<Effect> effects) {
        for (Effect effect : effects) {
            refused += effect instanceof Effect.EvidenceRefused ? 1 : 0;
            unsettled += effect instanceof Effect.Unsettled ? 1 : 0;
        }
    }

    /** What happens to each pod, in order; what those that stay have at the end goes to the truth. */
    private static List<Queue<ClusterEvent>> lives(Machine machine, Map<PodId, Claim> truth, Random random) {
        List<Devices> given = new ArrayList<>();
        Set<Integer> taken = new HashSet<>();
        int each = 1 + random.nextInt(2);
        for (int pod = random.nextInt(2, 4); pod >= 0; pod--) {
            int[] vfs = new int[machine.sources().size()];
            int source = random.nextInt(vfs.length);
            while (!taken.add(source)) {
                source = random.nextInt(vfs.length);
            }
            vfs[source] = machine.sources().get(source).pool().total();
            given.add(new Devices(((1 << each) - 1) << each * pod, vfs));
        }
        Collections.shuffle(given, random);
        List<Devices> planned = shuffled(given, random);
        List<Devices> saidFirst = shuffled(given, random);
        List<Queue<ClusterEvent>> lives = new ArrayList<>();
        for (int pod = 0; pod < given.size(); pod++) {
            Devices got = given.get(pod);
            Queue<ClusterEvent> life = life("p" + pod, planned.get(pod), got, saidFirst.get(pod), each, random);
            lives.add(life);
            String last = "p" + pod;
            if (random.nextInt(3) == 0) {
                life.add(new ClusterEvent.PodReleased(new PodId(last)));
                last = "after-p" + pod;
                lives.add(life(last, planned.get(pod), got, got, each, random));
            }
            truth.put(new PodId(last), new Claim(new PodId(last), "", 0, 0, new int[0]).settled(got.gpus(), got.vfs()));
        }
        return lives;
    }

    private static Queue<ClusterEvent> life(
            String pod, Devices planned, Devices got, Devices first, int each, Random random) {
        PodId id = new PodId(pod);
        Claim plan = new Claim(id, "ns/" + pod, 0, planned.gpus(), planned.vfs());
        Asked asked = new Asked(Map.of(Sketch.GPU, each), Map.of(Sketch.POOL, 2));
        Queue<ClusterEvent> life = new ArrayDeque<>();
        life.add(new ClusterEvent.PodBound("n", id, "ns/" + pod, 0, asked, random.nextInt(4) == 0 ? null : plan));
        if (random.nextInt(3) == 0) {
            life.add(new ClusterEvent.EvidenceSeen(id, first.gpus(), first.vfs()));
        }
        life.add(new ClusterEvent.EvidenceSeen(id, got.gpus(), got.vfs()));
        return life;
    }

    /** All events, those of one pod in their order. */
    private static List<ClusterEvent> interleaved(List<Queue<ClusterEvent>> lives, Random random) {
        List<Queue<ClusterEvent>> left = new ArrayList<>(lives);
        List<ClusterEvent> events = new ArrayList<>();
        while (!left.isEmpty()) {
            Queue<ClusterEvent> life = left.get(random.nextInt(left.size()));
            events.add(life.remove());
            left.removeIf(Queue::isEmpty);
        }
        return events;
    }

    private static List<Devices> shuffled(List<Devices> devices, Random random) {
        List<Devices> shuffled = new ArrayList<>(devices);
        Collections.shuffle(shuffled, random);
        return shuffled;
    }

    private static ClusterState seen(Machine machine) {
        return REDUCER.apply(ClusterState.EMPTY, List.of(new ClusterEvent.NodeSeen("n", machine)), 0)
                .state();
    }
}
