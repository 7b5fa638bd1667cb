package io.switchman.extender.app;

import static io.switchman.extender.app.Bodies.preempt;
import static io.switchman.extender.app.Bodies.strict;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.extender.wire.PodFacts;
import io.switchman.extender.wire.PreemptArgs;
import io.switchman.topology.model.ResourceName;
import io.switchman.topology.placement.GpuDemand;
import io.switchman.topology.placement.Policy;
import io.switchman.topology.placement.Request;
import io.switchman.topology.state.Asked;
import io.switchman.topology.state.ClusterEvent;
import io.switchman.topology.state.PodId;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whom preempt has evicted, case by case. */
@ExtendWith(VertxExtension.class)
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

    @Test
    void victimsNamedForTheirCountsAreExchanged(Vertx vertx) throws Exception {
        Cluster cluster = full();
        Caller caller = new Caller(vertx, cluster);
        assertThat(caller.preempt(preempt(strict("p", 10, "gpu", "2", "port5", "1", "port6", "1"), "n1=v0,v5")))
                .as("v0 has not the GPU beside port 6")
                .isEqualTo("{n1=[v5, v6]}");
        assertThat(caller.preempt(preempt(strict("p", 10, "gpu", "1", "port0", "1"), "n1=v0")))
                .as("it does")
                .isEqualTo("{n1=[v0]}");
    }

    @Test
    void victimsNamedForAnythingElseStay(Vertx vertx) throws Exception {
        Cluster cluster = full();
        Caller caller = new Caller(vertx, cluster);
        assertThat(caller.preempt(preempt(strict("p", 10, "gpu", "1", "port5", "1"), "n1=cpu-eater,v0")))
                .isEqualTo("{n1=[cpu-eater, v5]}");
        cluster.keeper().apply(new ClusterEvent.PodReleased(new PodId("v7")));
        assertThat(caller.preempt(preempt(strict("p", 10, "gpu", "1", "port5", "1"), "n1=v0")))
                .as("counts were not short")
                .isEqualTo("{n1=[v0, v5]}");
    }

    @Test
    void noPodIsAddedThatTheSchedulerDoesNotHaveOnTheNode(Vertx vertx) throws Exception {
        ToldPods told = new ToldPods();
        Cluster cluster = full().toldBy(told);
        Caller caller = new Caller(vertx, cluster);
        told.nominate("v5", null);
        assertThat(caller.preempt(preempt(strict("p", 10, "gpu", "1", "port5", "1"), "n1=v0")))
                .as("it is not bound yet, or not any more")
                .isEqualTo("{}");
        told.run("v5", 0, "n1", "x");
        assertThat(caller.preempt(preempt(strict("p", 10, "gpu", "1", "port5", "1"), "n1=v0")))
                .isEqualTo("{n1=[v5]}");
    }

    @Test
    void protectedPodsAreSparedThoughTheirPriorityIsLower() {
        ToldPods told = new ToldPods();
        told.budget(0, "guarded");
        told.budget(1, "once");
        Cluster cluster = Cluster.of(Cluster.HGX);
        run(cluster, told, "low", 0, 0b0011, "guarded");
        run(cluster, told, "mid", 5, 0b1100, "once");
        run(cluster, told, "top", 6, 0b11_0000, "once");
        run(cluster, told, "out", 99, 0b1100_0000, "free");
        assertThat(refine(cluster, told, 2)).isEqualTo(new PreemptArgs.Victims(List.of("mid"), 0));
        assertThat(refine(cluster, told, 4))
                .as("either of two violates a budget, and low has the lower priority")
                .isEqualTo(new PreemptArgs.Victims(List.of("low", "mid"), 1));
        assertThat(refine(cluster, told, 6)).isEqualTo(new PreemptArgs.Victims(List.of("low", "mid", "top"), 2));
    }

    @Test
    void aPodCountsForEachBudgetAndViolatesOnce() {
        ToldPods told = new ToldPods();
        told.budget(1, "x");
        told.budget(0, "x");
        told.budget(0, "y");
        for (String uid : List.of("a", "b")) {
            told.run(uid, 0, "n1", "x");
        }
        told.run("c", 0, "n1", "free");
        Cluster cluster = Cluster.of(Cluster.HGX);
        PreemptArgs args = args(Map.of("n1", new PreemptArgs.Victims(List.of("a", "b", "c"), 0)));
        Protection protection = Protection.of(args, cluster.keeper().state(), told);
        assertThat(protection.violations(List.of(new PodId("a")))).isEqualTo(1);
        assertThat(protection.violations(List.of(new PodId("a"), new PodId("b"), new PodId("c"))))
                .isEqualTo(2);
        assertThat(protection.violations(List.of(new PodId("c"), new PodId("unknown"))))
                .isZero();
    }

    @Test
    void ofPodsWeAreNotToldOfTheSchedulersCountStands() {
        ToldPods told = new ToldPods();
        told.budget(0, "guarded");
        Cluster cluster = Cluster.of(Cluster.HGX);
        run(cluster, told, "v", 0, 0xff, "guarded");
        PreemptArgs args = args(Map.of("n1", new PreemptArgs.Victims(List.of("v", "cpu-eater"), 2)));
        assertThat(refine(cluster, told, args, strictGpus(8)).victims())
                .containsEntry("n1", new PreemptArgs.Victims(List.of("v", "cpu-eater"), 2));
    }

    @Test
    void whatOtherPodsHaveMustNotMatter(Vertx vertx) throws Exception {
        Cluster cluster = Cluster.of(Cluster.HGX);
        Asked two = new Asked(Map.of(new ResourceName("nvidia.com/gpu"), 2), Map.of());
        for (String uid : List.of("guess1", "guess2", "guess3", "guess4")) {
            cluster.keeper().apply(new ClusterEvent.PodBound("n1", new PodId(uid), "train/" + uid, 0, two, null));
        }
        Caller caller = new Caller(vertx, cluster);
        String pod = strict("p", 10, "gpu", "1", "port7", "1").replace("\"0\"", "\"certain\"");
        assertThat(caller.preempt(preempt(pod, "n1=guess1")))
                .as("which GPUs it leaves depends on the others, which the node will tell")
                .isEqualTo("{n1=[guess1]}");
        assertThat(caller.preempt(preempt(pod, "n1="))).as("nothing is certain").isEqualTo("{}");
    }

    @Test
    void beyondTheLimitSomeSetIsFoundAndCounted(Vertx vertx) throws Exception {
        CountedLimits tally = new CountedLimits();
        Cluster cluster = Cluster.of(Settings.with(limits -> limits.victimSets(8)), Cluster.HGX)
                .countedBy(tally);
        for (int i = 0; i < 8; i++) {
            cluster.claim("n1", "v" + i, 0, 1 << i);
        }
        Caller caller = new Caller(vertx, cluster);
        assertThat(caller.preempt(preempt(strict("p", 10, "gpu", "1", "port5", "1"), "n1=v0")))
                .as("too few sets for it, so those that are not needed are spared")
                .isEqualTo("{n1=[v5]}");
        assertThat(tally.hits()).containsExactly("VICTIM_SETS 1");
    }

    /** A pod on each GPU. */
    private static Cluster full() {
        Cluster cluster = Cluster.of(Cluster.HGX);
        for (int i = 0; i < 8; i++) {
            cluster.claim("n1", "v" + i, 0, 1 << i);
        }
        return cluster;
    }

    private static void run(Cluster cluster, ToldPods told, String uid, int priority, int gpus, String app) {
        cluster.claim("n1", uid, priority, gpus);
        told.run(uid, priority, "n1", app);
    }

    private static PreemptArgs.Victims refine(Cluster cluster, ToldPods told, int count) {
        Preemption.Refined refined =
                refine(cluster, told, args(Map.of("n1", new PreemptArgs.Victims(List.of(), 0))), strictGpus(count));
        return Objects.requireNonNull(refined.victims().get("n1"));
    }

    private static Preemption.Refined refine(Cluster cluster, ToldPods told, PreemptArgs args, Request request) {
        Protection protection = Protection.of(args, cluster.keeper().state(), told);
        return new Preemption(cluster.judge(), () -> 0, 100)
                .refine(args, request, cluster.keeper().state(), protection, 1);
    }

    private static Request strictGpus(int count) {
        return new Request(
                new GpuDemand(new ResourceName("nvidia.com/gpu"), count),
                List.of(),
                Policy.DEFAULT.with(Policy.Mode.REQUIRE));
    }

    private static PreemptArgs args(Map<String, PreemptArgs.Victims> victims) {
        return new PreemptArgs(new PodFacts("p", "train", "p", Map.of(), Map.of(), List.of(), 10, ""), victims);
    }
}
