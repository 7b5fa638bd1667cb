package io.switchman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.e2e.fleet.Fleet;
import io.switchman.e2e.plane.Await;
import io.switchman.e2e.plane.LocalProcess;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Something breaks in the middle of a burst. Afterwards everything is as if nothing had happened, and pods are bound again soon.
 * The tests share a cluster: what one leaves wrong, the next would count.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FaultTest {
    private static final int NODES = Integer.getInteger("fault.nodes", 36);
    private static final int PODS = Integer.getInteger("fault.pods", 48);
    private static final int SCHEDULERS = 2;
    private static final Duration RECOVERED_WITHIN = Duration.ofSeconds(90);

    private static BurstStage stage;
    private static Workload workload;

    @BeforeAll
    static void open() {
        stage = BurstStage.open(BurstStage.Setup.enforcing("fault").withSchedulers(SCHEDULERS), Fleet.mixed(NODES));
        workload = new Workload(stage, 11);
    }

    @AfterAll
    static void close() {
        if (stage != null) {
            stage.close();
        }
    }

    @Test
    @Order(1)
    void switchmanIsKilled() {
        survive("Switchman killed", () -> {
            stage.switchman().process().kill();
            stage.switchman().process().start();
        });
    }

    @Test
    @Order(2)
    void itsConnectionsBreak() {
        survive("its connections broken", () -> stage.wire().cut());
    }

    @Test
    @Order(3)
    void itsConnectionsFallSilent() {
        survive("its connections silent", () -> stage.wire().forget());
    }

    @Test
    @Order(4)
    void answersAreLost() {
        survive("answers of the API server lost", () -> stage.wire().loseAnswers());
    }

    @Test
    @Order(5)
    void theLeadingSchedulerIsKilled() {
        String before = stage.leader();
        // The first leads since the stage was opened.
        LocalProcess leader = stage.schedulers().getFirst();
        survive("leading scheduler killed", leader::kill);
        assertThat(stage.leader()).isNotEqualTo(before);
        leader.start();
    }

    @Test
    @Order(6)
    void theApiServerIsKilled() {
        survive("API server killed", () -> {
            stage.plane().apiServer().kill();
            stage.plane().apiServer().start();
            // One that could not renew its lease ends itself, for a kubelet to start it again.
            stage.schedulers().stream()
                    .filter(scheduler -> !scheduler.isRunning())
                    .forEach(LocalProcess::start);
        });
    }

    /** Breaks something while half of a burst is under way, and looks at everything once it is over. */
    private static void survive(String what, Runnable fault) {
        workload.create(PODS / 2);
        Await.until(
                "some pods to be bound",
                RECOVERED_WITHIN,
                () -> bound() > 0 ? true : null,
                () -> "none is: " + stage.schedulers().getFirst().logEnd());
        workload.create(PODS / 4);
        workload.depart(PODS / 4);
        long broken = System.nanoTime();
        fault.run();
        double mended = (System.nanoTime() - broken) / 1e9;
        // One that fits whatever the others took: it needs no device that may be short.
        String probe = workload.probe();
        Await.until(
                "a pod to be bound again",
                RECOVERED_WITHIN,
                () -> stage.pods().stream()
                                .anyMatch(pod -> EndState.name(pod).equals(probe) && EndState.node(pod) != null)
                        ? true
                        : null,
                () -> stage.switchman().process().logEnd());
        double bound = (System.nanoTime() - broken) / 1e9;
        workload.create(PODS / 4);
        EndState end = EndState.await(stage);
        double counted = (System.nanoTime() - broken) / 1e9;
        System.out.printf(
                "fault: %s: all runs again after %.1f s, a new pod is bound after %.1f s, all is counted after %.1f s; %s%n",
                what, mended, bound, counted, end.summary());
        workload.depart(Integer.MAX_VALUE);
        workload.clearFailed();
    }

    private static long bound() {
        return stage.pods().stream().filter(pod -> EndState.node(pod) != null).count();
    }
}
