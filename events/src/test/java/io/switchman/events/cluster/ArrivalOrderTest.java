package io.switchman.events.cluster;

import static io.switchman.events.cluster.Things.HGX;
import static io.switchman.events.cluster.Things.gone;
import static io.switchman.events.cluster.Things.kindOf;
import static io.switchman.events.cluster.Things.link;
import static io.switchman.events.cluster.Things.node;
import static io.switchman.events.cluster.Things.pod;
import static io.switchman.events.cluster.Things.seen;
import static io.switchman.events.cluster.Things.sriov;
import static io.switchman.events.cluster.Things.topology;
import static io.switchman.events.cluster.Things.type;
import static io.switchman.events.cluster.Things.withEvidence;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.events.kube.facts.Fact;
import io.switchman.events.kube.facts.PodFacts;
import io.switchman.events.kube.facts.PodPhase;
import io.switchman.events.kube.facts.SriovDrain;
import io.switchman.events.kube.facts.SriovNodeFacts.Sync;
import io.switchman.events.kube.facts.TopologyStatus;
import io.switchman.events.machine.PortFacts.Link;
import io.switchman.topology.state.Claim;
import io.switchman.topology.state.ClusterState;
import io.switchman.topology.state.Node;
import io.switchman.topology.state.NodeView;
import io.switchman.topology.state.PodId;
import io.switchman.topology.state.Reducer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whatever order the objects of a cluster arrive in, they come to the same. */
class ArrivalOrderTest {
    private final Reducer reducer = new Reducer(100);

    @Test
    void theOrderOfArrivalMakesNoDifference() {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            List<Fact> facts = randomCluster(random);
            ClusterState expected = replay(facts, new Random(0), false);
            ClusterState shuffled = replay(facts, random, true);
            assertThat(summary(shuffled)).as("seed %d", seed).isEqualTo(summary(expected));
        }
    }

    /** A kubelet gives pods each other's planned devices; what it says counts, whatever comes first. */
    @Test
    void evidenceCountsMoreThanPlansWhateverTheOrder() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            List<Integer> turn = new ArrayList<>(List.of(0, 1, 2, 3));
            Collections.shuffle(turn, random);
            TrustedPlans plans = (pod, machine) -> {
                int[] vfs = new int[machine.sources().size()];
                int planned = Integer.parseInt(pod.id().uid());
                return new TrustedPlans.Trust.Ours(
                        new Claim(pod.id(), pod.fullName(), 0, 0b11 << 2 * turn.get(planned), vfs));
            };
            List<Fact> facts = new ArrayList<>(List.of(node("n", "b"), topology("n", "b")));
            for (int p = 0; p < 4; p++) {
                PodFacts bound = pod(Integer.toString(p), "n", PodPhase.RUNNING, 2);
                facts.add(bound);
                facts.add(withEvidence(bound, 0, new int[] {2 * p, 2 * p + 1}));
            }
            Collections.shuffle(facts, random);
            ClusterPicture fresh = new ClusterPicture(plans);
            ClusterState reached = ClusterState.EMPTY;
            Set<PodId> told = new HashSet<>();
            for (Fact fact : facts) {
                boolean late =
                        fact instanceof PodFacts pod && pod.evidence().devices().isEmpty() && told.contains(pod.id());
                if (!late) {
                    reached = reducer.apply(
                                    reached,
                                    fresh.apply(kindOf(fact), List.of(seen(fact)))
                                            .events(),
                                    0)
                            .state();
                }
                if (fact instanceof PodFacts pod && !pod.evidence().devices().isEmpty()) {
                    told.add(pod.id());
                }
            }
            Node node = Objects.requireNonNull(ClusterPictureTest.nodeOf(Objects.requireNonNull(reached.view("n"))));
            for (int p = 0; p < 4; p++) {
                Claim claim = Objects.requireNonNull(node.claimOf(new PodId(Integer.toString(p))));
                assertThat(claim.isTold()).as("seed %d", seed).isTrue();
                assertThat(claim.gpus()).isEqualTo(0b11 << 2 * p);
            }
        }
    }

    /** Pods with evidence have different devices, so that whoever is settled is where it says. */
    private static List<Fact> randomCluster(Random random) {
        List<Fact> facts = new ArrayList<>();
        for (int n = 0; n < 3; n++) {
            String name = "n" + n;
            facts.add(node(name, "b" + random.nextInt(2)));
            if (random.nextInt(4) > 0) {
                TopologyStatus status = link(random.nextInt(8), random.nextBoolean() ? Link.UP : Link.DOWN);
                facts.add(topology(name, "b" + random.nextInt(2), HGX, status));
            }
            if (random.nextBoolean()) {
                Sync sync = random.nextBoolean() ? Sync.SUCCEEDED : Sync.IN_PROGRESS;
                facts.add(sriov(name, sync, SriovDrain.IDLE, random.nextInt(9)));
            }
            for (int p = 0; p < 4; p++) {
                PodFacts pod = pod(name + "-" + p, name, PodPhase.RUNNING, 2, 2 * p, 2 * p + 1);
                int[] gpus = {2 * p, 2 * p + 1};
                facts.add(random.nextBoolean() ? withEvidence(pod, p, gpus, 2 * p, 2 * p + 1) : pod);
            }
        }
        if (random.nextBoolean()) {
            facts.add(type("hgx", 0, HGX));
        }
        return facts;
    }

    private ClusterState replay(List<Fact> facts, Random random, boolean shuffled) {
        ClusterPicture fresh = new ClusterPicture(TrustedPlans.NONE);
        ClusterState reached = ClusterState.EMPTY;
        List<Fact> order = new ArrayList<>(facts);
        if (shuffled) {
            Collections.shuffle(order, random);
        }
        for (Fact fact : order) {
            if (shuffled && random.nextInt(5) == 0) {
                Told lost = fresh.apply(kindOf(fact), List.of(seen(fact), gone(fact)));
                reached = reducer.apply(reached, lost.events(), 0).state();
            }
            Told told = fresh.apply(kindOf(fact), List.of(seen(fact)));
            reached = reducer.apply(reached, told.events(), 0).state();
        }
        return reached;
    }

    /** By node: what it is, and who has how much there; of settled pods, what. */
    private static Map<String, Object> summary(ClusterState state) {
        Map<String, Object> summary = new HashMap<>();
        for (NodeView view : state.views()) {
            Node node = ClusterPictureTest.nodeOf(view);
            summary.put(view.name(), view.getClass().getSimpleName());
            if (node == null) {
                continue;
            }
            summary.put(view.name() + " ports", node.usablePorts());
            for (Claim claim : node.claims()) {
                Object devices = claim.isExact() ? List.of(claim.gpus(), claim.vfs()) : Integer.bitCount(claim.gpus());
                summary.put(claim.podName(), devices instanceof List<?> list ? list.getFirst() : devices);
            }
        }
        return summary;
    }
}
