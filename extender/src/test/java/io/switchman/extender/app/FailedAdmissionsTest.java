package io.switchman.extender.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.extender.config.ExtenderConfig;
import io.switchman.extender.config.Limit;
import io.switchman.extender.request.Asked;
import io.switchman.extender.wire.MalformedRequest;
import io.switchman.topology.kubelet.KubeletRelease;
import io.switchman.topology.kubelet.KubeletSetup;
import io.switchman.topology.kubelet.TopologyPolicy;
import io.switchman.topology.model.ResourceName;
import io.switchman.topology.placement.GpuDemand;
import io.switchman.topology.placement.Policy;
import io.switchman.topology.placement.Refusal;
import io.switchman.topology.placement.Request;
import io.switchman.topology.state.ClusterEvent;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Nodes are kept for a while from pods that their kubelets failed. */
@ExtendWith(VertxExtension.class)
class FailedAdmissionsTest {
    private static final long MINUTE = 60_000;

    private final CountingTally tally = new CountingTally();
    private final Side side = new Side();
    private Cluster cluster = cluster(ExtenderConfig.DEFAULT);

    private Cluster cluster(ExtenderConfig config) {
        return Cluster.of(config, Cluster.HGX, Cluster.HGX).countedBy(tally).beside(side.side());
    }

    @Test
    void filterAndPrioritizePassTheNodeOver(Vertx vertx) throws Exception {
        Caller caller = new Caller(vertx, cluster);
        assertThat(caller.filter(pod("p"), "n1", "n2")).containsExactly("n1", "n2");
        fail("n1");
        assertThat(caller.filter(pod("p"), "n1", "n2")).containsExactly("n2");
        assertThat(caller.prioritize(pod("p"), "n1", "n2")).isEqualTo("n2");
        assertThat(caller.prioritize(pod("p"), "n1")).isEmpty();
        assertThat(caller.filter(Bodies.pod("q", "gpu", "2"), "n1", "n2")).containsExactly("n1", "n2");
        cluster.advanceMillis(10_001);
        assertThat(caller.filter(pod("p"), "n1", "n2")).containsExactly("n1", "n2");
    }

    @Test
    void theReasonIsTold(Vertx vertx) throws Exception {
        Caller caller = new Caller(vertx, cluster);
        caller.filter(pod("p"), "n1");
        fail("n1");
        assertThat(caller.filter(pod("p"), "n1")).isEmpty();
        assertThat(tally.of(Refusal.Code.ADMISSION_FAILED)).isEqualTo(1);
        cluster.claim("n1", "all", 0, 0b1111_1111);
        assertThat(caller.filter(pod("p"), "n1")).isEmpty();
        assertThat(tally.of(Refusal.Code.GPUS_SHORT))
                .as("what would be so anyway")
                .isEqualTo(1);
    }

    @Test
    void bindAndPreemptRespectIt(Vertx vertx) throws Exception {
        Caller caller = new Caller(vertx, cluster);
        caller.filter(pod("p"), "n1", "n2");
        fail("n1");
        assertThat(caller.bind("p", "n1")).isEqualTo("n1: the node's kubelet lately refused such a pod");
        assertThat(cluster.node("n1").claims()).isEmpty();
        cluster.claim("n1", "a", 0, 0b1111_1111);
        cluster.claim("n2", "b", 0, 0b1111_1111);
        assertThat(caller.preempt(Bodies.preempt(pod("p"), "n1=a", "n2=b"))).isEqualTo("{n2=[b]}");
        cluster.advanceMillis(10_001);
        assertThat(caller.preempt(Bodies.preempt(pod("p"), "n1=a", "n2=b"))).isEqualTo("{n1=[a], n2=[b]}");
    }

    @Test
    void eachTimeItIsTwiceAsLong() {
        FailedAdmissions failed = new FailedAdmissions(cluster.keeper(), 10, tally);
        long seconds = 10;
        for (int i = 0; i < 9; i++) {
            assertThat(TimeUnit.NANOSECONDS.toSeconds(failed.failed("n1", request(1))))
                    .isEqualTo(Math.min(600, seconds));
            assertThat(TimeUnit.NANOSECONDS.toSeconds(failed.failed("n1", request(1))))
                    .as("one that was on its way already")
                    .isEqualTo(Math.min(600, seconds));
            cluster.advanceMillis(Math.min(600, seconds) * 1_000 - 1);
            assertThat(failed.isKeptFrom("n1", request(1))).isTrue();
            cluster.advanceMillis(1);
            assertThat(failed.isKeptFrom("n1", request(1))).isFalse();
            seconds *= 2;
        }
        cluster.advanceMillis(30 * MINUTE);
        assertThat(TimeUnit.NANOSECONDS.toSeconds(failed.failed("n1", request(1))))
                .isEqualTo(10);
    }

    @Test
    void itIsForgottenAfterAQuietTime() {
        FailedAdmissions failed = new FailedAdmissions(cluster.keeper(), 10, tally);
        failed.failed("n1", request(1));
        cluster.advanceMillis(20 * MINUTE);
        failed.failed("n2", request(1));
        assertThat(tally.of("backedOff")).isEqualTo(2);
        cluster.advanceMillis(10 * MINUTE + 1);
        failed.forget();
        assertThat(tally.of("backedOff")).isEqualTo(1);
    }

    @Test
    void anotherKubeletIsTriedAtOnce() {
        FailedAdmissions failed = new FailedAdmissions(cluster.keeper(), 10, tally);
        failed.failed("n1", request(1));
        KubeletSetup setup = KubeletSetup.of(KubeletRelease.FROM_1_36, TopologyPolicy.NONE);
        cluster.keeper()
                .apply(new ClusterEvent.NodeSeen("n1", cluster.node("n1").machine(), setup));
        assertThat(failed.isKeptFrom("n1", request(1))).isFalse();
        assertThat(failed.keptFrom(request(1))).isEmpty();
        assertThat(failed.failed("n1", request(1))).isEqualTo(FailedAdmissions.FIRST_NANOS);
        assertThat(failed.keptFrom(request(1))).containsExactly("n1");
    }

    @Test
    void theOneThatFailedLongestAgoFallsOut() {
        FailedAdmissions failed = new FailedAdmissions(cluster.keeper(), 2, tally);
        failed.failed("n1", request(1));
        failed.failed("n1", request(2));
        failed.failed("n1", request(1));
        failed.failed("n1", request(3));
        assertThat(failed.isKeptFrom("n1", request(1))).isTrue();
        assertThat(failed.isKeptFrom("n1", request(2))).isFalse();
        assertThat(failed.isKeptFrom("n1", request(3))).isTrue();
        assertThat(tally.of(Limit.FAILED_ADMISSIONS)).isEqualTo(1);
        assertThat(tally.of("admissionFailed")).isEqualTo(4);
    }

    @Test
    void whatFailedBeforeTheClusterWasKnownDoesNotCount(Vertx vertx) throws Exception {
        cluster = Cluster.unsynced(Cluster.HGX).beside(side.side());
        SchedulingService verbs = cluster.verbs(vertx);
        fail("n1");
        Request request = cluster.asked(pod("p")) instanceof Asked.Devices devices ? devices.request() : request(2);
        assertThat(verbs.failedAdmissions().isKeptFrom("n1", request)).isFalse();
        cluster.keeper().markSynced();
        fail("n1");
        assertThat(verbs.failedAdmissions().isKeptFrom("n1", request)).isTrue();
    }

    private void fail(String node) throws MalformedRequest {
        side.admissionFailed(node, cluster.asked(pod("dead")));
    }

    private static String pod(String uid) {
        return Bodies.pod(uid, "gpu", "1");
    }

    private static Request request(int gpus) {
        return new Request(new GpuDemand(new ResourceName("nvidia.com/gpu"), gpus), List.of(), Policy.DEFAULT);
    }
}
