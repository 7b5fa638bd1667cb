package io.switchman.extender.app;

import static io.switchman.extender.app.Bodies.pod;
import static io.switchman.extender.app.Bodies.preempt;
import static io.switchman.extender.app.Bodies.strict;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.topology.placement.Refusal;
import io.switchman.topology.state.PodId;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Holds, binding and preemption, case by case. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VerbsTest {
    private static final int ALL = 0xff;

    private final Vertx vertx = Vertx.vertx();

    @AfterAll
    void stop() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    @Test
    void bindTwiceToTheSameNodeIsFineAndToAnotherIsNot() throws Exception {
        Cluster cluster = Cluster.of(Cluster.HGX, Cluster.HGX);
        Caller caller = new Caller(vertx, cluster);
        caller.filter(pod("p", "gpu", "2"), "n1", "n2");
        assertThat(caller.bind("p", "n2")).isEmpty();
        var once = cluster.keeper().state();
        assertThat(caller.bind("p", "n2")).isEmpty();
        assertThat(caller.bind("p", "n1")).isEqualTo("pod p is bound to node n2 already");
        assertThat(cluster.keeper().state()).isSameAs(once);
    }

    @Test
    void aPodWhoseBindWasNotHeardOfGetsItsNodeAgain() throws Exception {
        Cluster cluster = Cluster.of(Cluster.HGX, Cluster.HGX);
        Caller caller = new Caller(vertx, cluster);
        String pod = pod("p", "gpu", "8");
        caller.filter(pod, "n1", "n2");
        assertThat(caller.bind("p", "n2")).isEmpty();
        var once = cluster.keeper().state();
        assertThat(caller.filter(pod, "n1", "n2")).containsExactly("n2");
        assertThat(caller.prioritize(pod, "n1", "n2")).isEqualTo("n2");
        assertThat(caller.bind("p", "n2")).isEmpty();
        assertThat(caller.filterError(pod, "n1", "n9"))
                .isEqualTo("pod p is bound to node n2 already, which is not offered");
        assertThat(caller.prioritize(pod, "n1")).isEmpty();
        assertThat(cluster.keeper().state()).isSameAs(once);
    }

    @Test
    void bindNeedsAPodThatWasFilteredAndANodeThatIsKnown() throws Exception {
        Caller caller = new Caller(vertx, Cluster.of(Cluster.HGX, Cluster.NO_RDMA));
        assertThat(caller.bind("p", "n1")).isEqualTo("pod p is not known: it was not filtered lately");
        caller.filter(pod("p", "gpu", "1", "port0", "1"), "n1");
        assertThat(caller.bind("p", "n9")).isEqualTo("node n9 is not known");
        assertThat(caller.bind("p", "n2")).isEqualTo("n2: no port with the asked VF resource");
        assertThat(caller.bind("p", "n1")).isEmpty();
        caller.filter(pod("q"), "n1");
        assertThat(caller.bind("q", "n2")).as("a pod that asks nothing of us").isEmpty();
    }

    @Test
    void bindTakesWhatIsFreeNowNotWhatWasFreeAtFilter() throws Exception {
        Cluster cluster = Cluster.of(Cluster.HGX);
        Caller caller = new Caller(vertx, cluster);
        caller.filter(pod("p", "gpu", "4"), "n1");
        cluster.claim("n1", "thief", 0, 0b1111_1000);
        assertThat(caller.bind("p", "n1")).isEqualTo("n1: not enough free GPUs");
        assertThat(cluster.node("n1").claimOf(new PodId("p"))).isNull();
    }

    @Test
    void heldDevicesAreAvoidedAndTakenOnlyIfNothingElseFits() throws Exception {
        Cluster cluster = Cluster.of(Cluster.HGX, Cluster.HGX);
        Caller caller = new Caller(vertx, cluster);
        assertThat(caller.prioritize(pod("a", "gpu", "8"), "n1", "n2")).isEqualTo("n1");
        assertThat(caller.filter(pod("b", "gpu", "8"), "n1", "n2")).containsExactly("n2", "n1");
        assertThat(caller.prioritize(pod("b", "gpu", "8"), "n1", "n2")).isEqualTo("n2");
        assertThat(caller.filter(pod("c", "gpu", "8"), "n1", "n2"))
                .as("all is held, so the best of the held")
                .containsExactly("n1", "n2");
        assertThat(caller.bind("c", "n1")).isEmpty();
        assertThat(cluster.node("n1").holds()).as("a's hold is void").isEmpty();
        assertThat(caller.bind("b", "n2")).isEmpty();
        caller.filter(pod("a", "gpu", "8"), "n1", "n2");
        assertThat(caller.bind("a", "n1")).isEqualTo("n1: not enough free GPUs");
    }

    @Test
    void holdEndsAtItsDeadline() throws Exception {
        Cluster cluster = Cluster.of(Cluster.HGX, Cluster.HGX);
        Caller caller = new Caller(vertx, cluster);
        caller.prioritize(pod("a", "gpu", "8"), "n1", "n2");
        cluster.advanceMillis(cluster.config().hold().deadlineMillis() - 1);
        assertThat(caller.filter(pod("b", "gpu", "8"), "n1", "n2")).containsExactly("n2", "n1");
        cluster.advanceMillis(1);
        assertThat(caller.filter(pod("b", "gpu", "8"), "n1", "n2"))
                .as("though nothing else happened since")
                .containsExactly("n1", "n2");
        assertThat(cluster.keeper().state().holds()).isZero();
    }

    @Test
    void moreHoldsThanAllowedAreNotTakenAndTheirPodsBindWithout() throws Exception {
        Cluster cluster = Cluster.of(Settings.with(limits -> limits.holds(2)), Cluster.HGX);
        Caller caller = new Caller(vertx, cluster);
        for (String uid : List.of("a", "b", "c")) {
            assertThat(caller.prioritize(pod(uid, "gpu", "1"), "n1")).isEqualTo("n1");
        }
        assertThat(cluster.keeper().state().holds()).isEqualTo(2);
        caller.filter(pod("c", "gpu", "1"), "n1");
        assertThat(caller.bind("c", "n1")).isEmpty();
    }

    @Test
    void shapesBeyondTheLimitAreJudgedAnew() throws Exception {
        Caller caller = new Caller(
                vertx, Cluster.of(Settings.with(limits -> limits.shapes(1).verdicts(0)), Cluster.HGX));
        for (int round = 0; round < 3; round++) {
            for (int gpus = 1; gpus <= 9; gpus++) {
                assertThat(caller.filter(pod("p", "gpu", String.valueOf(gpus)), "n1"))
                        .hasSize(gpus <= 8 ? 1 : 0);
            }
        }
    }

    @Test
    void eachCallIsCountedOnce() throws Exception {
        List<String> counted = new ArrayList<>();
        Tally tally = new Tally() {
            @Override
            public void refused(Refusal.Code code, int nodes) {
                counted.add(code + " " + nodes);
            }

            @Override
            public void outcome(Verb verb, Outcome outcome) {
                counted.add(verb + " " + outcome);
            }
        };
        Caller caller =
                new Caller(vertx, Cluster.of(Settings.observing(), Cluster.HGX).countedBy(tally));
        caller.filter(pod("p", "gpu", "1"), "n1");
        caller.filter(pod("p", "gpu", "9"), "n1");
        caller.filter(pod("p", "gpu", "x"), "n1");
        caller.filter(pod("p"), "n1");
        assertThat(counted)
                .containsExactly("FILTER DONE", "GPUS_SHORT 1", "FILTER REFUSED", "FILTER ERROR", "FILTER NOT_OURS");
    }

    @Test
    void preemptKeepsWhatHelpsAndDropsWhatCannot() throws Exception {
        Cluster cluster = Cluster.of(Cluster.HGX, Cluster.HGX, Cluster.NO_RDMA, Cluster.HGX);
        Caller caller = new Caller(vertx, cluster);
        cluster.claim("n1", "v1", 0, 0b1111);
        cluster.claim("n1", "v2", 0, 0b1111_0000);
        cluster.claim("n2", "w1", 0, 1);
        cluster.claim("n2", "w2", 0, 2);
        String pod = pod("p", "", 10, "gpu", "4", "port0", "1");
        assertThat(caller.preempt(preempt(pod, "n1=v1", "n3=x", "n9=y", "n2=", "n4=")))
                .as("n2 and n4 need no victims, which is no answer; n3 has no port; n9 is unknown")
                .isEqualTo("{n1=[v1]}");
        String large = pod("p", "", 10, "gpu", "8");
        assertThat(caller.preempt(preempt(large, "n1=v1", "n2=w1,w2")))
                .as("v1 alone does not help, and nothing is added unless the pod requires")
                .isEqualTo("{n2=[w1, w2]}");
    }

    @Test
    void preemptAddsPodsOfLowerPriorityForThoseThatRequire() throws Exception {
        Cluster cluster = Cluster.of(Cluster.HGX);
        Caller caller = new Caller(vertx, cluster);
        cluster.claim("n1", "low", 1, 0b0001);
        cluster.claim("n1", "lower", 0, 0b0010);
        cluster.claim("n1", "high", 20, 0b0100);
        cluster.claim("n1", "same", 10, 0b1000);
        assertThat(caller.preempt(preempt(strict("p", 10, "gpu", "1", "port0", "1"), "n1=")))
                .as("only the pod beside port 0 is in the way")
                .isEqualTo("{n1=[low]}");
        assertThat(caller.preempt(preempt(strict("p", 10, "gpu", "1", "port1", "1"), "n1=high")))
                .isEqualTo("{n1=[high, lower]}");
        assertThat(caller.preempt(preempt(strict("p", 10, "gpu", "1", "port2", "1"), "n1=")))
                .as("a pod of higher priority is in the way")
                .isEqualTo("{}");
        assertThat(caller.preempt(preempt(strict("p", 10, "gpu", "1", "port3", "1"), "n1=")))
                .as("a pod of the same priority is in the way")
                .isEqualTo("{}");
        assertThat(caller.preempt(preempt(strict("p", 10, "gpu", "6"), "n1="))).isEqualTo("{n1=[lower, low]}");
        assertThat(cluster.node("n1").free().freeGpus())
                .as("nothing was evicted here")
                .isEqualTo(ALL & ~0b1111);
    }

    @Test
    void preemptWithoutAnOpinionPassesVictimsOn() throws Exception {
        Caller caller = new Caller(vertx, Cluster.of(Cluster.HGX));
        assertThat(caller.preempt(preempt(pod("p"), "n1=v", "n2=", "n9=w"))).isEqualTo("{n1=[v], n9=[w]}");
    }
}
