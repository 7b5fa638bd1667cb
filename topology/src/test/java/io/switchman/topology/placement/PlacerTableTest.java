package io.switchman.topology.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.topology.Machines;
import io.switchman.topology.Sketch;
import io.switchman.topology.Sketch.Naming;
import io.switchman.topology.model.Locality;
import io.switchman.topology.model.Machine;
import io.switchman.topology.model.ResourceName;
import io.switchman.topology.placement.Policy.DistinctPorts;
import io.switchman.topology.placement.Policy.Mode;
import io.switchman.topology.state.NodeShape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the judge says, row by row.
 *
 * <p>Node: machine, naming (pool or rails), then what is in use: {@code g0-3} GPUs that are busy, {@code p2} ports that
 * are unusable, {@code v5} ports whose VFs are all taken, {@code v5:3} all but three. Request: {@code 2g} GPUs, {@code 3v}
 * VFs of the pool, {@code r0,r4} a VF of each of these rails, {@code r0*2} two; {@code x} a name that no machine has.
 * Policy: mode, worst locality, ports; defaults are left out. Verdict: level, policy met or not, pairs (GPU-port) and the
 * devices beyond them (+g for GPUs, +p for VFs), or the code of the refusal.
 */
class PlacerTableTest {
    private static final ResourceName ABSENT = new ResourceName("example.com/absent");

    @ParameterizedTest(name = "{0}: {1} | {2} | {3} -> {4}")
    @CsvSource(delimiter = '|', textBlock = """
        # no | node                       | request  | policy                   | verdict
        # nearest first, and least damage among equals
           1 | hgx pool                   | 1g 1v    |                          | SAME_SWITCH met 0-0
           2 | hgx pool g0-3              | 1g 1v    |                          | SAME_SWITCH met 4-4
           3 | hgx pool g0                | 2g 2v    |                          | SAME_SWITCH met 1-1 2-2
           4 | hgx pool p0,1              | 4g 4v    |                          | SAME_SWITCH met 2-2 3-3 4-4 5-5
           5 | hgx pool v0:4              | 1g 1v    |                          | SAME_SWITCH met 1-1
           6 | a100 pool g0               | 1g 1v    |                          | SAME_SWITCH met 1-0
           7 | a100 pool                  | 3g 3v    |                          | SAME_SWITCH met 0-0 1-1 2-2
           8 | hgx rails                  | 2g r3,r6 |                          | SAME_SWITCH met 3-3 6-6
           9 | h20 pool                   | 4g 4v    | require                  | SAME_SWITCH met 0-0 2-1 4-2 6-3
          10 | c2c pool                   | 2g 2v    | require                  | SAME_C2C met 0-0 1-1
          11 | nested pool                | 2g 2v    | require                  | SAME_SWITCH_TREE met 0-0 2-1
          12 | sixteen pool v0 v1         | 2g 2v    | require                  | SAME_SWITCH met 2-2 3-3
          13 | sixteen rails g0           | 1g r0    | require                  | SAME_SWITCH_TREE met 1-0
        # what REQUIRE, PREFER and IGNORE make of a node that is not aligned
          14 | hgx rails g3               | 1g r3    | require                  | NOT_ALIGNED
          15 | hgx rails g3               | 1g r3    | prefer                   | SAME_NUMA unmet 0-3
          16 | hgx rails g3               | 1g r3    | ignore                   | SAME_NUMA met 0-3
          17 | hgx rails g3               | 1g r3    | require SAME_NUMA        | SAME_NUMA met 0-3
          18 | hgx pool g1-7 p0           | 1g 1v    | require CROSS_NUMA       | SAME_NUMA met 0-1
          19 | hgx pool p0,1,2,3,4,5,6 g7 | 2g 2v    | prefer                   | SAME_NUMA unmet 4-7 5-7
          20 | hgx pool p0-6 g4-7         | 2g 2v    | prefer                   | CROSS_NUMA unmet 0-7 1-7
          21 | h20 pool                   | 5g 5v    | require                  | NOT_ALIGNED
          22 | flat pool                  | 1g 1v    | require                  | NOT_ALIGNED
          23 | flat pool                  | 1g 1v    | require SAME_NUMA        | SAME_NUMA met 0-0
          24 | hgx rails                  | 4g r1,r3 | require                  | NOT_ALIGNED
          25 | hgx rails                  | 1g r0,r1 | require                  | NOT_ALIGNED
          26 | hgx rails                  | 1g r0,r1 |                          | SAME_NUMA unmet 0-0 +p1
          27 | nested pool g0-3           | 2g 2v    |                          | SAME_NUMA unmet 4-2 5-3
          28 | c2c pool g0,1              | 1g 1v    | require SAME_SWITCH      | NOT_ALIGNED
        # more of one kind than of the other
          29 | p5 pool                    | 1g 4v    |                          | SAME_SWITCH met 0-0 +p1 +p2 +p3
          30 | p4d pool                   | 4g 2v    |                          | SAME_SWITCH met 0-0 2-1 +g1 +g3
          31 | dual-port rails            | 1g r0,r1 | require                  | SAME_SWITCH met 0-0 +p1
          32 | hgx pool p1-7              | 1g 2v    | prefer                   | SAME_SWITCH met 0-0 +p0
        # distinct ports
          33 | p4d pool                   | 2g 2v    |                          | SAME_SWITCH met 0-0 2-1
          34 | p4d pool                   | 2g 2v    | prefer SAME_C2C IGNORE   | SAME_SWITCH met 0-0 2-1
          35 | p4d pool v1:4 v2:4 v3:4    | 2g 2v    | prefer SAME_C2C IGNORE   | SAME_SWITCH met 0-0 1-0
          36 | p4d pool g2-7              | 2g 2v    | prefer                   | SAME_SWITCH met 0-0 1-0
          37 | p4d pool g2-7              | 2g 2v    | prefer SAME_C2C REQUIRE  | SAME_NUMA unmet 0-0 1-1
          38 | hgx pool p1-7              | 1g 2v    | require SAME_C2C REQUIRE | PORTS_SHORT
          39 | hgx rails                  | 1g r0*2  | prefer SAME_C2C REQUIRE  | PORTS_SHORT
        # one kind alone makes no claim
          40 | hgx pool p0                | 1g       |                          | none met +g0
          41 | h20 pool                   | 4g       |                          | none met +g0 +g1 +g2 +g3
          42 | hgx pool g0-3              | 1v       |                          | none met +p0
          43 | hgx pool v0:1              | 1v       |                          | none met +p1
        # refused by names and counts
          44 | hgx pool                   | 9g 1v    |                          | GPUS_SHORT
          45 | hgx pool g0-6              | 2g 1v    |                          | GPUS_SHORT
          46 | hgx rails v2               | 1g r2    |                          | VFS_SHORT
          47 | hgx rails p2               | 1g r2    |                          | VFS_SHORT
          48 | hgx pool                   | 1g x     |                          | NO_VF_RESOURCE
          49 | hgx pool                   | 1x 1v    |                          | NO_GPU_RESOURCE
          50 | no-nic pool                | 1g 1v    |                          | NO_VF_RESOURCE
        """)
    void verdict(int number, String node, String request, String policy, String verdict) {
        assertThat(told(new Judge(new Placer(), new Foresight()).glance(shape(node), request(request, policy))))
                .as("row %d", number)
                .isEqualTo(verdict);
    }

    @Test
    void searchIsRefusedBeyondItsLimitOnly() {
        NodeShape shape = shape("hgx pool");
        Request request = request("2g 2v", "");
        int states = 3 * 3;

        assertThat(new Placer(DamageWeights.DEFAULT, states).plan(shape, request))
                .isInstanceOf(Placement.Found.class);
        assertThat(new Placer(DamageWeights.DEFAULT, states - 1).plan(shape, request))
                .isEqualTo(new Placement.None(new Refusal.TooComplex(states, states - 1)));
    }

    private static NodeShape shape(String text) {
        String[] words = text.split(" ", -1);
        Naming naming = words[1].equals("rails") ? Naming.PER_RAIL : Naming.POOLED;
        Machine machine = Machines.all(naming).stream()
                .filter(m -> m.name().equals(words[0]))
                .findFirst()
                .orElseThrow();
        NodeShape idle = NodeShape.idle(machine);
        int gpus = idle.freeGpus();
        long ports = idle.usablePorts();
        int[] vfs = idle.freeVfs();
        for (String word : List.of(words).subList(2, words.length)) {
            String[] parts = word.substring(1).split(":", -1);
            for (int index : indices(parts[0])) {
                switch (word.charAt(0)) {
                    case 'g' -> gpus &= ~(1 << index);
                    case 'p' -> ports &= ~(1L << index);
                    case 'v' -> leave(parts.length > 1 ? Integer.parseInt(parts[1]) : 0, index, machine, vfs);
                    default -> throw new IllegalArgumentException(word);
                }
            }
        }
        return NodeShape.of(machine, gpus, ports, vfs);
    }

    private static void leave(int left, int port, Machine machine, int[] vfs) {
        for (int source : machine.sourcesOn(port)) {
            vfs[source] = left;
        }
    }

    /** {@code 0,2-4} is 0, 2, 3, 4. */
    private static List<Integer> indices(String text) {
        List<Integer> all = new ArrayList<>();
        for (String range : text.split(",", -1)) {
            String[] ends = range.split("-", -1);
            for (int i = Integer.parseInt(ends[0]); i <= Integer.parseInt(ends[ends.length - 1]); i++) {
                all.add(i);
            }
        }
        return all;
    }

    private static Request request(String text, @Nullable String policy) {
        GpuDemand gpus = null;
        List<VfDemand> vfs = new ArrayList<>();
        for (String word : text.split("[ ,]", -1)) {
            int count = Character.digit(word.charAt(0), 10);
            switch (word.charAt(word.length() - 1)) {
                case 'g' -> gpus = new GpuDemand(Sketch.GPU, count);
                case 'v' -> vfs.add(new VfDemand(Sketch.POOL, count));
                case 'x' -> {
                    gpus = count > 0 ? new GpuDemand(ABSENT, count) : gpus;
                    vfs.addAll(count > 0 ? List.of() : List.of(new VfDemand(ABSENT, 1)));
                }
                default -> {
                    String[] parts = word.substring(1).split("\\*", -1);
                    int times = parts.length > 1 ? Integer.parseInt(parts[1]) : 1;
                    vfs.add(new VfDemand(Sketch.rail(Integer.parseInt(parts[0])), times));
                }
            }
        }
        return new Request(gpus, vfs, policy(policy == null ? "" : policy));
    }

    private static Policy policy(String text) {
        Policy policy = Policy.DEFAULT;
        String[] words = text.split(" ", -1);
        if (!words[0].isEmpty()) {
            policy = policy.with(Mode.valueOf(words[0].toUpperCase(Locale.ROOT)));
        }
        policy = words.length > 1 ? policy.with(Locality.valueOf(words[1])) : policy;
        return words.length > 2 ? policy.with(DistinctPorts.valueOf(words[2])) : policy;
    }

    private static String told(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Refused(Refusal refusal) -> refusal.code().name();
            case Verdict.Fits(Plan plan, var _, boolean met) -> {
                List<String> words = new ArrayList<>();
                words.add(plan.level() == null ? "none" : plan.level().name());
                words.add(met ? "met" : "unmet");
                List<Integer> gpus = new ArrayList<>(plan.gpus());
                List<Integer> ports = ports(plan);
                for (Plan.Pair pair : plan.pairs()) {
                    words.add(pair.gpu() + "-" + pair.port());
                    gpus.remove(Integer.valueOf(pair.gpu()));
                    ports.remove(Integer.valueOf(pair.port()));
                }
                gpus.forEach(gpu -> words.add("+g" + gpu));
                ports.forEach(port -> words.add("+p" + port));
                yield String.join(" ", words);
            }
        };
    }

    /** The port of each VF. */
    private static List<Integer> ports(Plan plan) {
        List<Integer> ports = new ArrayList<>();
        for (Plan.Take take : plan.vfs()) {
            int port = plan.machine().sources().get(take.source()).port();
            ports.addAll(Collections.nCopies(take.count(), port));
        }
        return ports;
    }
}
