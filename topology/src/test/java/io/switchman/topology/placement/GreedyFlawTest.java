package io.switchman.topology.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.topology.BruteForce;
import io.switchman.topology.Sketch;
import io.switchman.topology.Sketch.Naming;
import io.switchman.topology.model.Locality;
import io.switchman.topology.model.Location;
import io.switchman.topology.model.Machine;
import io.switchman.topology.placement.Policy.DistinctPorts;
import io.switchman.topology.placement.Policy.Mode;
import io.switchman.topology.state.NodeShape;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Nodes on which a greedy chooser refuses pods that fit: it takes the first GPUs that fit without a look at the ports, and
 * refuses the node if the roots of these GPUs do not have the ports. We must refuse none of those.
 */
class GreedyFlawTest {
    private static final int NODES = 1_000;
    private static final Policy STRICT =
            new Policy(Mode.REQUIRE, Locality.SAME_SWITCH, DistinctPorts.REQUIRE, MinCertainty.UNSET);

    private final Judge judge = new Judge(new Placer(), new Foresight());

    @ParameterizedTest(name = "{0} roots of {1} GPUs and a port: {2} asked, {3} port unusable, {4} GPUs busy")
    @CsvSource({
        "8, 1, 1, one, none", "8, 1, 1, one, half", "8, 1, 1, any, none", "8, 1, 1, any, half",
        "8, 1, 2, one, none", "8, 1, 2, one, half", "8, 1, 2, any, none", "8, 1, 2, any, half",
        "8, 1, 4, one, none", "8, 1, 4, one, half", "8, 1, 4, any, none", "8, 1, 4, any, half",
        "4, 2, 1, one, none", "4, 2, 1, one, half", "4, 2, 1, any, none", "4, 2, 1, any, half",
        "4, 2, 2, one, none", "4, 2, 2, one, half", "4, 2, 2, any, none", "4, 2, 2, any, half",
        "4, 2, 4, one, none", "4, 2, 4, one, half", "4, 2, 4, any, none", "4, 2, 4, any, half"
    })
    void neverRefusesWhatFits(int roots, int gpusEach, int asked, String unusable, String busy) {
        Machine machine = machine(roots, gpusEach);
        int vfs = (asked + gpusEach - 1) / gpusEach;
        Request request =
                new Request(new GpuDemand(Sketch.GPU, asked), List.of(new VfDemand(Sketch.POOL, vfs)), STRICT);
        SplittableRandom random = new SplittableRandom(roots * 31L + asked);
        int greedyRefusals = 0;
        for (int i = 0; i < NODES; i++) {
            NodeShape shape = shape(machine, random, unusable.equals("one"), busy.equals("half"));
            boolean fits = fits(shape, request);

            assertThat(judge.glance(shape, request) instanceof Verdict.Fits)
                    .as("%s", shape)
                    .isEqualTo(fits);
            greedyRefusals += fits && !greedyFits(shape, roots, gpusEach, asked, vfs) ? 1 : 0;
        }
        assertThat(greedyRefusals).as("nodes that fit and greedy refuses").isPositive();
    }

    private static boolean fits(NodeShape shape, Request request) {
        int[] best = new BruteForce(shape, request, DamageWeights.DEFAULT).best();
        return best != null && best[0] == -Locality.SAME_SWITCH.rank();
    }

    private static Machine machine(int roots, int gpusEach) {
        Sketch sketch = new Sketch("roots", Naming.POOLED, 8);
        for (int i = 0; i < roots; i++) {
            Location at = Sketch.under(i * 2 / roots, i, i);
            sketch.gpus(gpusEach, at).port(at);
        }
        return sketch.build();
    }

    private static NodeShape shape(Machine machine, SplittableRandom random, boolean onePort, boolean halfBusy) {
        NodeShape idle = NodeShape.idle(machine);
        int ports = machine.ports().size();
        int dead = random.nextInt(ports);
        long usable = 0;
        for (int port = 0; port < ports; port++) {
            boolean works = onePort ? port != dead : random.nextInt(4) > 0;
            usable |= works ? 1L << port : 0;
        }
        int gpus = halfBusy ? idle.freeGpus() & random.nextInt() : idle.freeGpus();
        return NodeShape.of(machine, gpus, usable, idle.freeVfs());
    }

    /** First fit in a root, else in a half of the machine, else anywhere; then the ports must be there. */
    private static boolean greedyFits(NodeShape shape, int roots, int gpusEach, int asked, int vfs) {
        for (int scope : new int[] {1, roots / 2, roots}) {
            for (int first = 0; first < roots; first += scope) {
                List<Integer> free = IntStream.range(first * gpusEach, (first + scope) * gpusEach)
                        .filter(gpu -> (shape.freeGpus() >>> gpu & 1) != 0)
                        .boxed()
                        .toList();
                if (free.size() >= asked) {
                    Set<Integer> chosen = free.subList(0, asked).stream()
                            .map(gpu -> gpu / gpusEach)
                            .collect(Collectors.toSet());
                    return chosen.size() == vfs && chosen.stream().allMatch(shape::isUsable);
                }
            }
        }
        return false;
    }
}
