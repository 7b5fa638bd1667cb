package io.switchman.extender.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.topology.placement.Foresight;
import io.switchman.topology.placement.Judge;
import io.switchman.topology.placement.Placer;
import io.switchman.topology.placement.Refusal;
import io.switchman.topology.state.Claim;
import io.switchman.topology.state.ClusterEvent;
import io.switchman.topology.state.Hold;
import io.switchman.topology.state.Node;
import io.switchman.topology.state.NodeShape;
import io.switchman.topology.state.PodId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Many pods at once, in every order that kube-scheduler may call in: pods are filtered one after the other, but binds
 * come late, in any order, twice, or never, and pods go away in between.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InterleavingTest {
    private static final int SEEDS = 150;
    private static final int MANY = 80;
    private static final String[] NODES = {"n1", "n2", "n3"};

    private final Vertx vertx = Vertx.vertx();
    private int bound;
    private int refused;
    private int heldThenBound;

    private static final class Pod {
        private final String uid;
        private final String body;
        private String target = "";

        Pod(String uid, String body) {
            this.uid = uid;
            this.body = body;
        }
    }

    @AfterAll
    void stop() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    @Test
    void noDeviceIsGivenTwice() throws Exception {
        for (long seed = 0; seed < SEEDS; seed++) {
            simulate(seed);
        }
        assertThat(bound).as("binds that worked").isGreaterThan(SEEDS * 5);
        assertThat(refused).as("binds that did not").isGreaterThan(SEEDS);
        assertThat(heldThenBound).as("binds of a held node").isGreaterThan(SEEDS);
    }

    @Test
    void aBindWhileWorkersJudgeIsSeenByTheNextBind() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        Cluster cluster = many(gate);
        Caller caller = new Caller(vertx, cluster);
        String body = Bodies.offerUpTo(Bodies.pod("p", "gpu", "8"), MANY);
        Future<byte[]> first = cluster.filter(vertx, body);
        assertThat(first.isComplete()).isFalse();
        cluster.claim("n1", "quick", 0, 1);
        gate.countDown();
        assertThat(text(first)).as("judged before").contains("\"n1\"");
        assertThat(cluster.keeper().state().holds()).as("nothing to hold").isZero();
        Future<byte[]> again = cluster.filter(vertx, body);
        assertThat(again.isComplete()).as("one node changed").isTrue();
        assertThat(text(again)).doesNotContain("\"n1\"").contains("\"n10\"");
        assertThat(caller.bind("p", "n1")).isEqualTo("n1: not enough free GPUs");
        assertThat(caller.bind("p", "n10")).isEmpty();
    }

    @Test
    void aNodeThatGoesWhileWorkersJudgeIsNeitherHeldNorBound() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        Cluster cluster = many(gate);
        Caller caller = new Caller(vertx, cluster);
        String body = Bodies.offerUpTo(Bodies.pod("p", "gpu", "8"), MANY);
        Future<byte[]> first = cluster.filter(vertx, body);
        assertThat(first.isComplete()).isFalse();
        cluster.keeper().apply(new ClusterEvent.NodeGone("n1"));
        Future<byte[]> second = cluster.filter(vertx, body);
        assertThat(second.isComplete()).isFalse();
        gate.countDown();
        assertThat(text(first)).contains("nodes went meanwhile, try again");
        assertThat(text(second)).doesNotContain("\"n1\"").contains("\"n10\"");
        assertThat(caller.bind("p", "n1")).isEqualTo("node n1 is not known");
        assertThat(caller.bind("p", "n10")).isEmpty();
    }

    /** More nodes than are judged on the spot, by workers that wait at a gate. */
    private static Cluster many(CountDownLatch gate) {
        String[] machines = new String[MANY];
        Arrays.fill(machines, Cluster.HGX);
        Judge judge = new Judge(new Placer(), new Foresight());
        return Cluster.of(machines).judgedBy(new Watched(judge, () -> {
            if (Thread.currentThread().getName().startsWith("switchman-judge")) {
                await(gate);
            }
        }));
    }

    private static void await(CountDownLatch gate) {
        try {
            assertThat(gate.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String text(Future<byte[]> answer) throws Exception {
        return new String(
                answer.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS), StandardCharsets.UTF_8);
    }

    private void simulate(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        Cluster cluster = Cluster.of(Cluster.HGX, Cluster.H20, Cluster.HGX);
        Caller caller = new Caller(vertx, cluster);
        List<Pod> placed = new ArrayList<>();
        List<Pod> running = new ArrayList<>();
        for (int step = 0; step < 120; step++) {
            switch (random.nextInt(8)) {
                case 0, 1, 2, 3 -> {
                    Pod pod = place(caller, cluster, "s" + seed + "-" + step, random);
                    if (!pod.target.isEmpty()) {
                        placed.add(pod);
                    }
                }
                case 4, 5 -> {
                    if (!placed.isEmpty()) {
                        Pod pod = placed.remove(random.nextInt(placed.size()));
                        if (bind(caller, cluster, pod)) {
                            running.add(pod);
                        }
                    }
                }
                case 6 -> {
                    if (!running.isEmpty()) {
                        Pod pod = running.remove(random.nextInt(running.size()));
                        assertThat(caller.bind(pod.uid, pod.target))
                                .as("bound twice")
                                .isEmpty();
                        cluster.keeper().apply(new ClusterEvent.PodReleased(new PodId(pod.uid)));
                    }
                }
                default -> cluster.advanceMillis(random.nextInt(20_000));
            }
            check(cluster, running);
        }
    }

    private Pod place(Caller caller, Cluster cluster, String uid, SplittableRandom random) throws Exception {
        List<String> asks = new ArrayList<>(List.of("gpu", String.valueOf(1 + random.nextInt(4))));
        for (int port = 0; port < 4; port++) {
            if (random.nextInt(3) == 0) {
                asks.addAll(List.of("port" + port, "1"));
            }
        }
        String[] resources = asks.toArray(String[]::new);
        Pod pod = new Pod(uid, random.nextBoolean() ? Bodies.pod(uid, resources) : Bodies.strict(uid, 0, resources));
        List<String> passing = caller.filter(pod.body, NODES);
        if (passing.size() == 1) {
            pod.target = passing.getFirst();
        } else if (passing.size() > 1) {
            pod.target = caller.prioritize(pod.body, passing.toArray(String[]::new));
            assertThat(passing).contains(pod.target);
        }
        if (!pod.target.isEmpty()) {
            assertThat(cluster.node(pod.target).holdOf(new PodId(uid)))
                    .as("held where it will go")
                    .isNotNull();
            checkAvoidance(cluster, pod);
        }
        return pod;
    }

    /** Devices held by others were taken only if the node has no other choice for the pod. */
    private static void checkAvoidance(Cluster cluster, Pod pod) {
        Node node = cluster.node(pod.target);
        Hold own = Objects.requireNonNull(node.holdOf(new PodId(pod.uid)));
        int others = 0;
        for (Hold hold : node.holds()) {
            others |= hold.equals(own) ? 0 : hold.claim().gpus();
        }
        NodeShape open = node.without(new PodId(pod.uid)).open();
        boolean enough = Integer.bitCount(open.freeGpus())
                >= Integer.bitCount(own.claim().gpus());
        for (int source = 0; source < own.claim().vfs().length; source++) {
            enough &= open.freeVfs(source) >= own.claim().vfs()[source];
        }
        if (enough && !pod.body.contains("\"require\"")) {
            assertThat(own.claim().gpus() & others)
                    .as("%s takes what others hold of %s though %s is open", own, node.name(), open)
                    .isZero();
        }
    }

    private boolean bind(Caller caller, Cluster cluster, Pod pod) throws Exception {
        boolean held = cluster.node(pod.target).holdOf(new PodId(pod.uid)) != null;
        String error = caller.bind(pod.uid, pod.target);
        if (error.isEmpty()) {
            bound++;
            heldThenBound += held ? 1 : 0;
            assertThat(cluster.node(pod.target).claimOf(new PodId(pod.uid))).isNotNull();
            return true;
        }
        refused++;
        assertThat(error).startsWith(pod.target + ": ");
        assertThat(Set.of(Refusal.Code.values()).stream().map(Refusal.Code::text))
                .contains(error.substring(pod.target.length() + 2));
        return false;
    }

    private static void check(Cluster cluster, List<Pod> running) {
        Set<String> claimed = new HashSet<>();
        for (String name : NODES) {
            Node node = cluster.node(name);
            int gpus = 0;
            int[] vfs = new int[node.machine().sources().size()];
            for (Claim claim : node.claims()) {
                assertThat(claim.gpus() & gpus).as("a GPU of %s twice", name).isZero();
                gpus |= claim.gpus();
                for (int i = 0; i < vfs.length; i++) {
                    vfs[i] += claim.vfs()[i];
                    assertThat(vfs[i])
                            .isLessThanOrEqualTo(
                                    node.machine().sources().get(i).pool().total());
                }
                assertThat(claimed.add(claim.pod().uid())).isTrue();
            }
        }
        assertThat(claimed)
                .containsExactlyInAnyOrderElementsOf(
                        running.stream().map(pod -> pod.uid).toList());
    }
}
