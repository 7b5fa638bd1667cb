package io.switchman.topology.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.topology.Machines;
import io.switchman.topology.Matrix;
import io.switchman.topology.RandomCases;
import io.switchman.topology.Sketch;
import io.switchman.topology.Sketch.Naming;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LocalityTreeTest {
    private static final int CASES = 20_000;

    @Test
    void saysWhatLocationsSayOrFarther() {
        int literal = 0;
        int farther = 0;
        for (long seed = 0; seed < CASES; seed++) {
            Machine machine = RandomCases.of(seed).shape().machine();
            boolean consistent = Matrix.of(machine).literal();
            literal += consistent ? 1 : 0;
            for (int gpu = 0; gpu < machine.gpus().size(); gpu++) {
                for (int port = 0; port < machine.ports().size(); port++) {
                    Locality byLocation = between(machine, gpu, port);
                    Locality byTree = machine.tree().level(gpu, port);

                    assertThat(byLocation.isAtLeast(byTree))
                            .as(
                                    "seed %d: GPU %d, port %d: %s is not nearer than %s",
                                    seed, gpu, port, byTree, byLocation)
                            .isTrue();
                    farther += byTree == byLocation ? 0 : 1;
                    assertThat(consistent && byTree != byLocation)
                            .as("seed %d: GPU %d, port %d: %s, not %s", seed, gpu, port, byTree, byLocation)
                            .isFalse();
                }
            }
        }
        assertThat(literal).as("consistent machines").isBetween(CASES / 2, CASES - CASES / 50);
        assertThat(farther).as("pairs called farther").isPositive();
    }

    @Test
    void groupsNestAndHoldWhatClassesHold() {
        for (long seed = 0; seed < CASES / 10; seed++) {
            Machine machine = RandomCases.of(seed).shape().machine();
            checkGroup(machine, machine.tree().root());
        }
        Machines.all(Naming.POOLED)
                .forEach(machine -> checkGroup(machine, machine.tree().root()));
    }

    @Test
    void stepsAreTheLevelsAtWhichClassesGrow() {
        assertThat(Machines.hgx(Naming.POOLED).tree().steps())
                .containsExactly(Locality.SAME_SWITCH, Locality.SAME_NUMA, Locality.CROSS_NUMA);
        assertThat(Machines.c2c(Naming.POOLED).tree().steps())
                .containsExactly(Locality.SAME_SWITCH, Locality.SAME_C2C, Locality.CROSS_NUMA);
        assertThat(Machines.sixteen(Naming.POOLED).tree().steps())
                .containsExactly(
                        Locality.SAME_SWITCH, Locality.SAME_SWITCH_TREE, Locality.SAME_NUMA, Locality.CROSS_NUMA);
    }

    @Test
    void contradictionLeavesClassAsItWas() {
        Location below = Sketch.under(0, 0, 0);
        Location claimsAnotherNode = Sketch.under(1, 0, 0);
        Machine machine = new Sketch("contradicting", Naming.POOLED, 1)
                .gpu(below)
                .port(claimsAnotherNode)
                .port(Sketch.on(0))
                .build();

        assertThat(machine.tree().level(0, 0)).isEqualTo(Locality.SAME_SWITCH);
        assertThat(between(machine, 0, 1)).isEqualTo(Locality.SAME_NUMA);
        assertThat(machine.tree().level(0, 1)).as("the NUMA node is disputed").isEqualTo(Locality.CROSS_NUMA);
    }

    @Test
    void unknownNumaNodeOfOneDeviceLeavesTheOthersNear() {
        Location unknown = new Location(null, null, List.of(PciAddress.of("0000:16:00.0")), NumaId.UNKNOWN, null);
        Location known = new Location(null, null, List.of(PciAddress.of("0000:16:00.0")), new NumaId(0), null);
        Machine machine = new Sketch("half known", Naming.POOLED, 1)
                .gpu(known)
                .port(unknown)
                .gpu(Sketch.on(0))
                .port(Sketch.on(0))
                .build();

        assertThat(machine.tree().level(0, 0)).isEqualTo(Locality.SAME_SWITCH);
        assertThat(machine.tree().level(1, 1)).isEqualTo(Locality.SAME_NUMA);
    }

    private static Locality between(Machine machine, int gpu, int port) {
        Location ofGpu = machine.gpus().get(gpu).device().location();
        return ofGpu.to(machine.ports().get(port).device().location());
    }

    private static void checkGroup(Machine machine, LocalityGroup group) {
        LocalityTree tree = machine.tree();
        for (int rank = group.nearest().rank(); rank <= group.farthest().rank(); rank++) {
            Locality level = Locality.ofRank(rank);
            List<Integer> gpuClasses = bits(group.gpus()).stream()
                    .map(gpu -> tree.ofGpu(level, gpu))
                    .distinct()
                    .toList();
            List<Integer> portClasses = bits(group.ports()).stream()
                    .map(port -> tree.ofPort(level, port))
                    .distinct()
                    .toList();

            assertThat(gpuClasses).hasSizeLessThanOrEqualTo(1);
            assertThat(portClasses).hasSizeLessThanOrEqualTo(1);
            assertThat(gpuClasses.isEmpty() || portClasses.isEmpty() || gpuClasses.equals(portClasses))
                    .isTrue();
        }
        int gpus = 0;
        long ports = 0;
        for (LocalityGroup part : group.parts()) {
            assertThat(part.farthest().rank()).isEqualTo(group.nearest().rank() - 1);
            assertThat(gpus & part.gpus()).isZero();
            gpus |= part.gpus();
            ports |= part.ports();
            checkGroup(machine, part);
        }
        assertThat(group.parts().isEmpty() || (gpus == group.gpus() && ports == group.ports()))
                .isTrue();
        boolean empty = group.gpus() == 0 && group.ports() == 0;
        assertThat(group.parts().isEmpty()).isEqualTo(empty || group.nearest() == Locality.SAME_SWITCH);
    }

    private static List<Integer> bits(long mask) {
        return IntStream.range(0, Long.SIZE)
                .filter(i -> (mask >>> i & 1) != 0)
                .boxed()
                .toList();
    }
}
