package io.switchman.topology.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.topology.Matrix;
import io.switchman.topology.Sketch;
import io.switchman.topology.Sketch.Naming;
import io.switchman.topology.model.Location;
import io.switchman.topology.model.Machine;
import io.switchman.topology.state.NodeShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * All machines of up to two NUMA nodes with two switches each, each switch with up to three devices, in all states.
 *
 * <p>Each case stands for those that differ from it only by the order of the ports below a switch, of the switches of a
 * NUMA node, or of the NUMA nodes: these are counted once. A port has two VFs.
 */
class ExhaustivePlacementTest {
    private static final int MOST_DEVICES = 3;
    private static final int MOST_ASKED = 4;
    private static final int VFS = 2;

    /** The machine of a layout, and its matrix. */
    private record Hardware(Machine machine, Matrix matrix) {}

    /**
     * A switch.
     *
     * @param gpus GPUs below it
     * @param ports what each port below it is like, ascending
     */
    private record Switch(int gpus, List<Integer> ports) {}

    private final Placer placer = new Placer();
    private final Map<List<Integer>, Hardware> known = new ConcurrentHashMap<>();
    private final LongAdder cases = new LongAdder();
    private final LongAdder found = new LongAdder();

    /** A port is described by its free VFs, 0 to 2. */
    @Test
    void pooled() {
        eachNode(VFS + 1, node -> {
            Hardware hardware = hardware(node, Naming.POOLED);
            int[] free = ports(node).stream().mapToInt(port -> port).toArray();
            NodeShape shape = shape(hardware, free);
            for (int gpus = 1; gpus <= MOST_ASKED; gpus++) {
                for (int vfs = 1; vfs <= MOST_ASKED; vfs++) {
                    compare(hardware, shape, request(gpus, List.of(new VfDemand(Sketch.POOL, vfs))));
                }
            }
        });

        assertThat(cases.sum()).as("cases").isEqualTo(198_765L * MOST_ASKED * MOST_ASKED);
        assertThat(found.sum()).as("cases with a plan").isEqualTo(1_645_843);
    }

    /**
     * A port is described by how many VFs it has free and is asked for by name. One that is not asked for matters to damage
     * only, for which {@link #pooled} has all its states; here it has one VF.
     */
    @Test
    void byRailNames() {
        int[] free = {1, 1, 2, 2};
        int[] asked = {0, 1, 1, 2};
        eachNode(free.length, node -> {
            List<Integer> ports = ports(node);
            int vfs = ports.stream().mapToInt(kind -> asked[kind]).sum();
            if (vfs < 1 || vfs > MOST_ASKED) {
                return;
            }
            Hardware hardware = hardware(node, Naming.PER_RAIL);
            NodeShape shape =
                    shape(hardware, ports.stream().mapToInt(kind -> free[kind]).toArray());
            List<VfDemand> demands = IntStream.range(0, ports.size())
                    .filter(port -> asked[ports.get(port)] > 0)
                    .mapToObj(port -> new VfDemand(Sketch.rail(port), asked[ports.get(port)]))
                    .toList();
            for (int gpus = 1; gpus <= MOST_ASKED; gpus++) {
                compare(hardware, shape, request(gpus, demands));
            }
        });

        assertThat(cases.sum()).as("cases").isEqualTo(581_464);
        assertThat(found.sum()).as("cases with a plan").isEqualTo(395_080);
    }

    private void compare(Hardware hardware, NodeShape shape, Request request) {
        Placement placement = placer.plan(shape, request);
        PlanCheck check = new PlanCheck(hardware.matrix(), shape, request, DamageWeights.DEFAULT);
        if (!check.isBest(placement)) {
            check.check(placement);
            throw new AssertionError(shape + ", " + request + ": " + placement);
        }
        cases.increment();
        if (placement instanceof Placement.Found) {
            found.increment();
        }
    }

    /** Every node of two NUMA nodes of two switches, in ascending order of both; empty ones stand for smaller machines. */
    private static void eachNode(int kinds, NodeTest test) {
        List<Switch> switches = switches(kinds);
        List<List<Switch>> numaNodes = new ArrayList<>();
        for (int i = 0; i < switches.size(); i++) {
            for (int j = i; j < switches.size(); j++) {
                numaNodes.add(List.of(switches.get(i), switches.get(j)));
            }
        }
        IntStream.range(0, numaNodes.size()).parallel().forEach(i -> {
            List<Switch> first = numaNodes.get(i);
            for (List<Switch> second : numaNodes.subList(i, numaNodes.size())) {
                test.run(List.of(first.getFirst(), first.getLast(), second.getFirst(), second.getLast()));
            }
        });
    }

    @FunctionalInterface
    private interface NodeTest {
        void run(List<Switch> node);
    }

    private static List<Switch> switches(int kinds) {
        List<Switch> all = new ArrayList<>();
        for (int ports = 0; ports <= MOST_DEVICES; ports++) {
            for (List<Integer> ascending : ascending(ports, 0, kinds)) {
                for (int gpus = 0; gpus + ports <= MOST_DEVICES; gpus++) {
                    all.add(new Switch(gpus, ascending));
                }
            }
        }
        return all;
    }

    private static List<List<Integer>> ascending(int length, int from, int kinds) {
        if (length == 0) {
            return List.of(List.of());
        }
        List<List<Integer>> all = new ArrayList<>();
        for (int kind = from; kind < kinds; kind++) {
            for (List<Integer> rest : ascending(length - 1, kind, kinds)) {
                List<Integer> list = new ArrayList<>(List.of(kind));
                list.addAll(rest);
                all.add(list);
            }
        }
        return all;
    }

    private static List<Integer> ports(List<Switch> node) {
        return node.stream().flatMap(s -> s.ports().stream()).toList();
    }

    private Hardware hardware(List<Switch> node, Naming naming) {
        List<Integer> layout = new ArrayList<>();
        for (Switch s : node) {
            layout.add(s.gpus());
            layout.add(s.ports().size());
        }
        return known.computeIfAbsent(layout, _ -> {
            Sketch sketch = new Sketch("small", naming, VFS);
            for (int i = 0; i < node.size(); i++) {
                Location at = Sketch.under(i / 2, i, i);
                sketch.gpus(node.get(i).gpus(), at).ports(node.get(i).ports().size(), at);
            }
            Machine machine = sketch.build();
            return new Hardware(machine, Matrix.of(machine));
        });
    }

    private static NodeShape shape(Hardware hardware, int[] free) {
        NodeShape idle = NodeShape.idle(hardware.machine());
        return NodeShape.of(hardware.machine(), idle.freeGpus(), idle.usablePorts(), free);
    }

    private static Request request(int gpus, List<VfDemand> vfs) {
        return new Request(new GpuDemand(Sketch.GPU, gpus), vfs, Policy.DEFAULT);
    }
}
