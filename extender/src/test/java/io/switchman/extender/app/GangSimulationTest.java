package io.switchman.extender.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.topology.state.Claim;
import io.switchman.topology.state.ClusterEvent;
import io.switchman.topology.state.GangId;
import io.switchman.topology.state.Hold;
import io.switchman.topology.state.Node;
import io.switchman.topology.state.PodId;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gangs of random sizes and strengths beside single pods, in random orders of calls: members are filtered one by one or
 * twice, bound late or never, and time passes. Never mind the order, no device is given twice, no gang holds longer than one
 * deadline, and none loses its holds to a weaker one.
 */
@ExtendWith(VertxExtension.class)
class GangSimulationTest {
    private static final int SEEDS = 60;
    private static final int STEPS = 150;
    private static final String[] NODES = {"n1", "n2", "n3"};
    private static final long DEADLINE = 30_000_000_000L;

    private int placed;
    private int cancelled;
    private int expired;

    @Test
    void gangsGetAllOrLetGo(Vertx vertx) throws Exception {
        for (long seed = 0; seed < SEEDS; seed++) {
            new Simulation(vertx, seed).run();
        }
        assertThat(placed).as("gangs placed whole").isGreaterThan(SEEDS);
        assertThat(cancelled).as("gangs that gave way").isGreaterThan(SEEDS / 4);
        assertThat(expired).as("gangs whose time was up").isGreaterThan(SEEDS / 4);
    }

    /** Two gangs that both need all there is: one gets it, and the other holds nothing then. */
    @Test
    void ofTwoGangsWithRoomForOneOneIsPlaced(Vertx vertx) throws Exception {
        for (long seed = 0; seed < SEEDS; seed++) {
            ToldPods told = new ToldPods();
            Cluster cluster = Cluster.of(Cluster.HGX, Cluster.HGX).toldBy(told);
            Caller caller = new Caller(vertx, cluster);
            told.gang("a", 1, 1, "a1", "a2");
            told.gang("b", 1, 2, "b1", "b2");
            SplittableRandom random = new SplittableRandom(seed);
            List<String> calls = new ArrayList<>(List.of("a1", "a2", "b1", "b2", "a1", "a2", "b1", "b2"));
            Map<String, String> targets = new HashMap<>();
            while (!calls.isEmpty()) {
                String uid = calls.remove(random.nextInt(calls.size()));
                String node = place(caller, Bodies.pod(uid, "gpu", "8"), "n1", "n2");
                targets.put(uid, node);
            }
            assertThat(cluster.keeper().holdOf(new PodId("a1")))
                    .as("seed %d", seed)
                    .isNotNull();
            assertThat(cluster.keeper().holdOf(new PodId("a2")))
                    .as("seed %d", seed)
                    .isNotNull();
            assertThat(caller.bind("a1", targets.getOrDefault("a1", ""))).isEmpty();
            assertThat(caller.bind("a2", targets.getOrDefault("a2", ""))).isEmpty();
            assertThat(cluster.keeper().state().holds()).isZero();
        }
    }

    private static String place(Caller caller, String body, String... nodes) throws Exception {
        List<String> passing = caller.filter(body, nodes);
        return switch (passing.size()) {
            case 0 -> "";
            case 1 -> passing.getFirst();
            default -> caller.prioritize(body, passing.toArray(String[]::new));
        };
    }

    private final class Simulation {
        private final long seed;
        private final SplittableRandom random;
        private final ToldPods told = new ToldPods();
        private final Cluster cluster =
                Cluster.of(Cluster.HGX, Cluster.H20, Cluster.HGX).toldBy(told);
        private final Caller caller;
        private final List<Gang> gangs = new ArrayList<>();
        private final Map<PodId, String> bodies = new HashMap<>();
        private final Map<PodId, String> targets = new HashMap<>();
        private final Set<GangId> whole = new HashSet<>();
        private final Map<GangId, Long> holdingUntil = new HashMap<>();

        Simulation(Vertx vertx, long seed) {
            this.seed = seed;
            this.random = new SplittableRandom(seed);
            this.caller = new Caller(vertx, cluster);
            for (int i = 0; i < 6; i++) {
                String[] members = new String[1 + random.nextInt(4)];
                String[] asks = {"gpu", String.valueOf(1 + random.nextInt(8)), "port" + random.nextInt(4), "1"};
                for (int member = 0; member < members.length; member++) {
                    members[member] = "g" + i + "-" + member;
                    bodies.put(
                            new PodId(members[member]),
                            random.nextBoolean()
                                    ? Bodies.pod(members[member], asks)
                                    : Bodies.strict(members[member], 0, asks));
                }
                gangs.add(told.gang("g" + i, random.nextInt(3), random.nextInt(3), members));
            }
        }

        void run() throws Exception {
            for (int step = 0; step < STEPS; step++) {
                Set<GangId> before = holding();
                Gang gang = gangs.get(random.nextInt(gangs.size()));
                PodId pod = gang.members().get(random.nextInt(gang.members().size()));
                switch (random.nextInt(10)) {
                    case 0, 1, 2, 3, 4 ->
                        targets.put(pod, place(caller, Objects.requireNonNull(bodies.get(pod)), NODES));
                    case 5, 6 -> bind(gang, pod);
                    case 7 -> single(step);
                    case 8 -> leave(gang);
                    default -> cluster.advanceMillis(random.nextInt(20_000));
                }
                cluster.keeper().endOverdueHolds();
                check(gang, before);
            }
        }

        private void bind(Gang gang, PodId pod) throws Exception {
            String target = targets.getOrDefault(pod, "");
            if (!target.isEmpty() && caller.bind(pod.uid(), target).isEmpty()) {
                boolean all = gang.members().stream()
                        .allMatch(member -> cluster.keeper().boundTo(member) != null);
                placed += all && whole.add(gang.id()) ? 1 : 0;
            }
        }

        private void single(int step) throws Exception {
            String uid = "s-" + step;
            String node = place(caller, Bodies.pod(uid, "gpu", "1"), NODES);
            if (!node.isEmpty() && caller.bind(uid, node).isEmpty() && random.nextInt(4) > 0) {
                cluster.keeper().apply(new ClusterEvent.PodReleased(new PodId(uid)));
            }
        }

        private void leave(Gang gang) {
            if (whole.remove(gang.id())) {
                gang.members().forEach(pod -> {
                    cluster.keeper().apply(new ClusterEvent.PodReleased(pod));
                    targets.remove(pod);
                });
            }
        }

        private void check(Gang actor, Set<GangId> before) {
            Map<GangId, Long> deadlines = new HashMap<>();
            for (String name : NODES) {
                Node node = cluster.node(name);
                assertThat(node.claims().stream().mapToInt(Claim::gpus).reduce(0, (a, b) -> {
                            assertThat(a & b)
                                    .as("seed %d: a GPU of %s twice", seed, name)
                                    .isZero();
                            return a | b;
                        }))
                        .isNotNegative();
                for (Hold hold : node.holds()) {
                    if (hold.gang() != null && hold.isFirm()) {
                        check(hold, deadlines);
                    }
                }
            }
            for (GangId lost : before) {
                if (!deadlines.containsKey(lost)) {
                    lost(actor, lost);
                }
            }
            deadlines.forEach((gang, deadline) -> {
                Long was = before.contains(gang) ? holdingUntil.get(gang) : null;
                assertThat(was == null || was.equals(deadline))
                        .as("seed %d: %s holds until %d, before it was %d", seed, gang, deadline, was)
                        .isTrue();
            });
            holdingUntil.putAll(deadlines);
        }

        private void check(Hold hold, Map<GangId, Long> deadlines) {
            assertThat(gangs).extracting(Gang::id).contains(hold.gang());
            long left = hold.deadlineNanos() - cluster.keeper().nowNanos();
            assertThat(left).isPositive().isLessThanOrEqualTo(DEADLINE);
            Long same = deadlines.putIfAbsent(hold.gang(), hold.deadlineNanos());
            assertThat(same == null || same == hold.deadlineNanos())
                    .as("seed %d: one deadline for all", seed)
                    .isTrue();
        }

        /** Holds end because they were bound, because their time was up, by a refusal, or for a stronger gang. */
        private void lost(Gang actor, GangId lost) {
            Gang gang =
                    gangs.stream().filter(g -> g.id().equals(lost)).findFirst().orElseThrow();
            boolean inTime = cluster.keeper().nowNanos() < holdingUntil.getOrDefault(lost, Long.MAX_VALUE);
            boolean own = gang.equals(actor);
            expired += inTime ? 0 : 1;
            if (inTime && !own) {
                cancelled++;
                assertThat(actor.isStrongerThan(gang))
                        .as("seed %d: %s lost its holds to %s", seed, gang, actor)
                        .isTrue();
            }
        }

        private Set<GangId> holding() {
            Set<GangId> holding = new HashSet<>();
            for (String name : NODES) {
                cluster.node(name).holds().stream()
                        .filter(Hold::isFirm)
                        .map(Hold::gang)
                        .filter(gang -> gang != null)
                        .forEach(holding::add);
            }
            return holding;
        }
    }
}
