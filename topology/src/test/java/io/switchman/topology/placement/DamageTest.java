package io.switchman.topology.placement;

import static io.switchman.topology.Sketch.under;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.topology.Sketch;
import io.switchman.topology.Sketch.Naming;
import io.switchman.topology.model.Machine;
import io.switchman.topology.state.NodeShape;
import java.util.List;
import org.junit.jupiter.api.Test;

class DamageTest {
    /** Two NUMA nodes, each with two GPUs and a port of one VF. */
    private final Machine machine = new Sketch("pairs", Naming.POOLED, 1)
            .gpus(2, under(0, 0, 0))
            .port(under(0, 0, 0))
            .gpus(2, under(1, 1, 1))
            .port(under(1, 1, 1))
            .build();

    @Test
    void podWithVfsAloneKeepsNumaNodeWhole() {
        NodeShape secondIsBroken = NodeShape.of(machine, 0b0111, 0b11, new int[] {1, 1});

        Plan plan = plan(secondIsBroken, new Request(null, List.of(new VfDemand(Sketch.POOL, 1)), Policy.DEFAULT));

        assertThat(plan.vfs()).containsExactly(new Plan.Take(1, 1));
        assertThat(plan.damage()).as("a pair and a port's last VF").isEqualTo(3);
    }

    @Test
    void lastVfOfPortBreaksNumaNode() {
        NodeShape idle = NodeShape.idle(machine);

        Plan plan = plan(idle, new Request(null, List.of(new VfDemand(Sketch.POOL, 1)), Policy.DEFAULT));

        assertThat(plan.damage()).as("a pair, a port's last VF, a NUMA node").isEqualTo(8);
    }

    private static Plan plan(NodeShape shape, Request request) {
        return ((Placement.Found) new Placer().plan(shape, request)).plan();
    }
}
