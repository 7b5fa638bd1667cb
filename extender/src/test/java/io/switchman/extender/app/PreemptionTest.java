package io.switchman.extender.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.extender.wire.PodFacts;
import io.switchman.extender.wire.PreemptArgs;
import io.switchman.topology.model.ResourceName;
import io.switchman.topology.placement.GpuDemand;
import io.switchman.topology.placement.Policy;
import io.switchman.topology.placement.Request;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PreemptionTest {
    private static final Protection NOTHING_TOLD = new Protection(Map.of(), List.of());
    private static final Request ALL_GPUS =
            new Request(new GpuDemand(new ResourceName("nvidia.com/gpu"), 8), List.of(), Policy.DEFAULT);

    @Test
    void candidatesPastTheDeadlineAreDroppedAndCounted() {
        Cluster cluster = Cluster.of(Cluster.HGX, Cluster.HGX, Cluster.HGX);
        Map<String, PreemptArgs.Victims> victims = new LinkedHashMap<>();
        for (String name : List.of("n1", "n2", "n3")) {
            cluster.claim(name, "v-" + name, 0, 1);
            victims.put(name, new PreemptArgs.Victims(List.of("v-" + name), 1));
        }
        PodFacts pod = new PodFacts("p", "train", "p", Map.of(), Map.of(), List.of(), 10, "");
        AtomicLong clock = new AtomicLong();
        Preemption preemption = new Preemption(cluster.judge(), clock::getAndIncrement, 100);

        Preemption.Refined refined = preemption.refine(
                new PreemptArgs(pod, victims), ALL_GPUS, cluster.keeper().state(), NOTHING_TOLD, 2);

        assertThat(refined.victims())
                .containsOnlyKeys("n1", "n2")
                .containsEntry("n1", new PreemptArgs.Victims(List.of("v-n1"), 1));
        assertThat(refined.missed()).isEqualTo(1);
    }
}
