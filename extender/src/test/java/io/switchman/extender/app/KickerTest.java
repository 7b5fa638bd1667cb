package io.switchman.extender.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.extender.config.ExtenderConfig;
import io.switchman.extender.config.Limit;
import io.switchman.extender.request.Asked;
import io.switchman.topology.placement.Foresight;
import io.switchman.topology.placement.Judge;
import io.switchman.topology.placement.Placer;
import io.switchman.topology.placement.Refusal;
import io.switchman.topology.state.Claim;
import io.switchman.topology.state.ClusterEvent;
import io.switchman.topology.state.Hold;
import io.switchman.topology.state.PodId;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pods that found no node are woken when there is room, and at no other time. All happens on an event loop, in real time. */
class KickerTest {
    private static final int ALL = 0b1111_1111;

    /** Longer than changes are gathered, judged and told. */
    private static final long QUIET_MILLIS = 500;

    private final Side side = new Side();
    private final CountingTally tally = new CountingTally();
    private Cluster cluster = cluster(ExtenderConfig.DEFAULT);
    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();

    @AfterEach
    void end() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private Cluster cluster(ExtenderConfig config) {
        Cluster full = Cluster.of(config, Cluster.HGX, Cluster.HGX)
                .timedBy(System::nanoTime)
                .countedBy(tally)
                .beside(side.side());
        full.claim("n1", "a", 0, ALL);
        full.claim("n2", "b", 0, ALL);
        return full;
    }

    @Test
    void aPodIsWokenWithinASecondOfRoom() throws Exception {
        refuse("p", 0, 8);
        long before = System.nanoTime();
        release("a");
        until(() -> side.woken.size() == 1);
        assertThat(System.nanoTime() - before).isLessThan(TimeUnit.SECONDS.toNanos(1));
        assertThat(tally.of(Tally.Kick.SENT)).isEqualTo(1);
        assertThat(tally.of("waiting")).isEqualTo(1);
    }

    @Test
    void nothingIsSentWhileNothingChanges() throws Exception {
        refuse("p", 0, 8);
        release("a");
        until(() -> side.woken.size() == 1);
        quiet();
        refuse("q", 0, 9);
        quiet();
        assertThat(side.woken).containsExactly("p");
    }

    @Test
    void noMorePodsThanThereIsRoomFor() throws Exception {
        for (int i = 0; i < 6; i++) {
            refuse("p" + i, i % 3, 4);
        }
        release("a");
        quiet();
        assertThat(side.woken).containsExactly("p2", "p5");
    }

    @Test
    void aPodThatMayNotUseTheNodeDoesNotTakeTheRoomOfOneThatMay() throws Exception {
        refuse("here", 9, 8);
        refuse("elsewhere", 5, 8, pod -> pod.replace("\"spec\":{", "\"spec\":{\"nodeSelector\":{\"zone\":\"b\"},"));
        refuse("here-too", 1, 8);
        release("a");
        quiet();
        assertThat(side.woken).containsExactly("here", "elsewhere");
    }

    @Test
    void roomThatWasMadeBeforeThePodWasRemembered() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        cluster.judgedBy(new Watched(new Judge(new Placer(), new Foresight()), () -> {
            if (!done.getAndSet(true)) {
                cluster.keeper().apply(new ClusterEvent.PodReleased(new PodId("a")));
            }
        }));
        refuse("p", 0, 8);
        until(() -> side.woken.size() == 1);
    }

    @Test
    void aPodIsNotWokenAgainUntilItWasRefusedAgain() throws Exception {
        refuse("p", 0, 1);
        release("a");
        until(() -> side.woken.size() == 1);
        release("b");
        quiet();
        assertThat(side.woken).containsExactly("p");
        refuse("p", 0, 1, "gone");
        claim("n2", "c", 1);
        until(() -> side.woken.size() == 2);
    }

    @Test
    void aPodThatTheClusterShowsElsewhereIsForgotten() throws Exception {
        refuse("bound", 3, 1);
        refuse("over", 2, 1);
        refuse("unseen", 1, 1);
        refuse("p", 0, 1);
        side.shown.put("bound", Side.at("n2", false));
        side.shown.put("over", Side.at(null, true));
        side.shown.put("unseen", null);
        release("a");
        until(() -> side.woken.size() == 1);
        quiet();
        assertThat(side.woken).containsExactly("p");
        onLoop(() -> side.shown.remove("unseen"));
        until(() -> side.woken.size() == 2);
        assertThat(side.woken).containsExactly("p", "unseen");
        assertThat(tally.of("waiting")).isEqualTo(2);
    }

    @Test
    void whatIsOverTheRateIsSentLaterAndNotLost() throws Exception {
        // Twenty in a second, two at once.
        for (int i = 0; i < 8; i++) {
            refuse("p" + i, 0, 1);
        }
        long before = System.nanoTime();
        release("a");
        until(() -> side.woken.size() == 8);
        assertThat(System.nanoTime() - before).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(250));
        assertThat(tally.of(Tally.Kick.LIMITED)).isEqualTo(6);
        assertThat(tally.of(Tally.Kick.SENT)).isEqualTo(8);
    }

    @Test
    void whatFailsIsTriedAgain() throws Exception {
        side.answer = Waker.Answer.UNCLEAR;
        refuse("p", 0, 8);
        release("a");
        until(() -> side.woken.size() == 1);
        side.answer = Waker.Answer.WOKEN;
        until(() -> side.woken.size() == 2);
        quiet();
        assertThat(tally.of(Tally.Kick.FAILED)).isEqualTo(1);
        assertThat(tally.of(Tally.Kick.SENT)).isEqualTo(1);
    }

    @Test
    void theEndOfAHoldIsRoom() throws Exception {
        onLoop(() -> {
            cluster.keeper().apply(new ClusterEvent.PodReleased(new PodId("a")));
            Claim all = new Claim(new PodId("h"), "train/h", 0, ALL, new int[8]);
            Hold firm = Hold.firm(all, System.nanoTime() + TimeUnit.HOURS.toNanos(1));
            return cluster.keeper().apply(new ClusterEvent.HoldAsked("n1", firm));
        });
        refuse("p", 0, 8);
        quiet();
        assertThat(side.woken).isEmpty();
        onLoop(() -> cluster.keeper().apply(new ClusterEvent.HoldReleased(new PodId("h"))));
        until(() -> side.woken.size() == 1);
    }

    /** What victims leave is held for the pod, and so is no room to any other. */
    @Test
    void aPodIsWokenWhenItsVictimsHaveLeft() throws Exception {
        preempt("p", 8, "n1=a");
        side.shown.put("p", nominated("n1"));
        refuse("p", 10, 8);
        quiet();
        assertThat(side.woken).isEmpty();
        release("a");
        until(() -> side.woken.size() == 1);
        assertThat(cluster.keeper().holdOf(new PodId("p"))).isNotNull();
        refuse("other", 0, 8);
        claim("n2", "more", 0);
        quiet();
        assertThat(side.woken).as("once").containsExactly("p");
    }

    /** The scheduler may have asked a moment before we knew what it knew. */
    @Test
    void aPodThatNoEvictionHelpedIsWokenWhenSomethingLeaves() throws Exception {
        release("a");
        claim("n1", "left", 0b1111);
        claim("n1", "right", 0b1110_0000);
        preempt("p", 8, "n1=left");
        quiet();
        claim("n1", "more", 0b1_0000);
        onLoop(() -> {
            cluster.keeper().apply(new ClusterEvent.PodReleased(new PodId("b")));
            cluster.claim("n2", "c", 0, 1);
            return true;
        });
        quiet();
        assertThat(side.woken)
                .as("what comes helps nobody, nor does what was no candidate")
                .isEmpty();
        release("right");
        until(() -> side.woken.size() == 1);
    }

    @Test
    void aPreemptThatIsAheadOfUsIsAnsweredOnceWeKnow() throws Exception {
        release("a");
        claim("n1", "left", 0b1111);
        claim("n1", "right", 0b1111_0000);
        String pod = Bodies.pod("p", "", 10, "gpu", "8");
        Future<byte[]> answer = onLoop(() -> {
            Future<byte[]> asked = cluster.preempt(vertx, Bodies.preempt(pod, "n1=left"));
            cluster.keeper().apply(new ClusterEvent.PodReleased(new PodId("right")));
            return asked;
        });
        byte[] text = answer.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        assertThat(new String(text, StandardCharsets.UTF_8)).contains("\"n1\"", "\"left\"");
    }

    private void preempt(String uid, int gpus, String candidate) throws Exception {
        String pod = Bodies.pod(uid, "", 10, "gpu", Integer.toString(gpus));
        Future<byte[]> answer = onLoop(() -> cluster.preempt(vertx, Bodies.preempt(pod, candidate)));
        answer.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static WatchedPods.Watched nominated(String node) {
        return new WatchedPods.Watched("train/p", 10, null, node, false, Map.of(), new Asked.Nothing());
    }

    @Test
    void theEndOfABackOffIsRoom() throws Exception {
        release("a");
        refuse("p", 0, 9);
        onLoop(() -> {
            side.admissionFailed("n1", cluster.asked(Bodies.pod("dead", "gpu", "8")));
            return true;
        });
        refuse("q", 0, 8);
        assertThat(tally.of(Refusal.Code.ADMISSION_FAILED)).isEqualTo(1);
        quiet();
        assertThat(side.woken).isEmpty();
        until(() -> side.woken.size() == 1);
        assertThat(side.woken).containsExactly("q");
    }

    @Test
    void thePodRefusedLongestAgoFallsOut() throws Exception {
        cluster = cluster(Settings.with(limits -> limits.waiting(2)));
        refuse("p", 9, 4);
        refuse("q", 0, 4);
        refuse("r", 0, 4);
        release("a");
        quiet();
        assertThat(side.woken).containsExactly("q", "r");
        assertThat(tally.of(Limit.WAITING)).isEqualTo(1);
    }

    @Test
    void aPodThatFindsANodeDoesNotWait() throws Exception {
        refuse("p", 0, 8);
        onLoop(() -> {
            cluster.keeper().apply(new ClusterEvent.PodReleased(new PodId("a")));
            return cluster.filter(vertx, Bodies.offer(Bodies.pod("p", "gpu", "8"), "n1"));
        });
        quiet();
        assertThat(side.woken).isEmpty();
        assertThat(tally.of("waiting")).isZero();
    }

    private void refuse(String uid, int priority, int gpus, String... nodes) throws Exception {
        refuse(uid, priority, gpus, pod -> pod, nodes);
    }

    private void refuse(String uid, int priority, int gpus, UnaryOperator<String> made, String... nodes)
            throws Exception {
        String pod = made.apply(Bodies.pod(uid, "", priority, "gpu", Integer.toString(gpus)));
        String[] offered = nodes.length == 0 ? new String[] {"n1", "n2"} : nodes;
        Future<byte[]> answer = onLoop(() -> cluster.filter(vertx, Bodies.offer(pod, offered)));
        answer.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private void release(String pod) throws Exception {
        onLoop(() -> cluster.keeper().apply(new ClusterEvent.PodReleased(new PodId(pod))));
    }

    private void claim(String node, String pod, int gpus) throws Exception {
        onLoop(() -> {
            cluster.claim(node, pod, 0, gpus);
            return true;
        });
    }

    private <T> T onLoop(Callable<T> task) throws Exception {
        Promise<T> done = Promise.promise();
        loop.runOnContext(_ -> {
            try {
                done.complete(task.call());
            } catch (Exception e) {
                done.fail(e);
            }
        });
        return done.future().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static void quiet() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(QUIET_MILLIS);
    }

    private static void until(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }
}
