package io.switchman.topology.placement;

import io.switchman.topology.Machines;
import io.switchman.topology.Sketch;
import io.switchman.topology.Sketch.Naming;
import io.switchman.topology.model.Machine;
import io.switchman.topology.model.VfSource;
import io.switchman.topology.state.NodeShape;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The time to plan one node from nothing, as for a shape that no verdict is remembered for. The median counts. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 3, time = 1)
public class PlacerBench {
    /** Machine, how its VFs are named, state, and devices of each kind that are asked for. */
    @Param({
        "hgx rails idle 1", "hgx rails idle 2", "hgx rails idle 4", "hgx rails idle 8",
        "hgx rails half 1", "hgx rails half 2", "hgx rails half 4",
        "hgx pool idle 1", "hgx pool idle 2", "hgx pool idle 4", "hgx pool idle 8",
        "hgx pool half 1", "hgx pool half 2", "hgx pool half 4",
        "a100 rails idle 2", "a100 rails idle 4", "a100 pool idle 2", "a100 pool idle 4",
        "dual-port rails idle 4", "dual-port pool idle 4", "dual-port pool idle 8",
        "sixteen rails idle 16", "sixteen pool idle 16"
    })
    public String node = "";

    private final Placer placer = new Placer();
    private NodeShape shape = NodeShape.idle(Machines.noNic());
    private Request request = request(shape, Naming.POOLED, 1);

    @Setup
    public void prepare() {
        String[] words = node.split(" ", -1);
        Naming naming = words[1].equals("rails") ? Naming.PER_RAIL : Naming.POOLED;
        Machine machine = Machines.all(naming).stream()
                .filter(m -> m.name().equals(words[0]))
                .findFirst()
                .orElseThrow();
        shape = words[2].equals("idle") ? NodeShape.idle(machine) : half(machine);
        request = request(shape, naming, Integer.parseInt(words[3]));
    }

    @Benchmark
    public Placement plan() {
        return placer.plan(shape, request);
    }

    /** Every second GPU is busy, and half of the VFs of every third port and all of the port after it. */
    private static NodeShape half(Machine machine) {
        int gpus = 0x55555555 & (1 << machine.gpus().size()) - 1;
        int[] vfs = machine.sources().stream().mapToInt(PlacerBench::leftOf).toArray();
        return NodeShape.of(machine, gpus, NodeShape.idle(machine).usablePorts(), vfs);
    }

    private static int leftOf(VfSource source) {
        int total = source.pool().total();
        return switch (source.port() % 3) {
            case 0 -> total;
            case 1 -> total / 2;
            default -> 0;
        };
    }

    /** By rail names, the first rails that still have VFs. */
    private static Request request(NodeShape shape, Naming naming, int devices) {
        List<VfDemand> vfs = naming == Naming.POOLED
                ? List.of(new VfDemand(Sketch.POOL, devices))
                : IntStream.range(0, shape.machine().ports().size())
                        .filter(port -> shape.freeVfs(port) > 0)
                        .limit(devices)
                        .mapToObj(port -> new VfDemand(Sketch.rail(port), 1))
                        .toList();
        return new Request(new GpuDemand(Sketch.GPU, devices), vfs, Policy.DEFAULT);
    }
}
