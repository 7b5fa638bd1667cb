package io.switchman.extender.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.extender.wire.PodFacts;
import io.switchman.extender.wire.PreemptArgs;
import io.switchman.topology.model.ResourceName;
import io.switchman.topology.placement.GpuDemand;
import io.switchman.topology.placement.MinCertainty;
import io.switchman.topology.placement.Policy;
import io.switchman.topology.placement.Request;
import io.switchman.topology.placement.Verdict;
import io.switchman.topology.placement.VfDemand;
import io.switchman.topology.state.Claim;
import io.switchman.topology.state.Node;
import io.switchman.topology.state.NodeView;
import io.switchman.topology.state.PodId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Victims on random nodes, compared with trying every set of pods by the rules as they are written in the documentation. */
class PreemptionPropertyTest {
    private static final int CASES = 1_500;
    private static final ResourceName GPU = new ResourceName("nvidia.com/gpu");
    private static final int PRIORITY = 3;

    private int kept;
    private int chosen;
    private int dropped;

    @Test
    void noOtherSetIsLessHarmful() {
        for (long seed = 0; seed < CASES; seed++) {
            new Case(seed).check();
        }
        assertThat(kept).isGreaterThan(CASES / 20);
        assertThat(chosen).isGreaterThan(CASES / 20);
        assertThat(dropped).isGreaterThan(CASES / 20);
    }

    private final class Case {
        private final long seed;
        private final SplittableRandom random;
        private final ToldPods told = new ToldPods();
        private final Cluster cluster = Cluster.of(Cluster.H20);
        private final Map<PodId, String> apps = new HashMap<>();
        private final int[] allowed;
        private final Request request;
        private final List<Claim> named = new ArrayList<>();

        Case(long seed) {
            this.seed = seed;
            this.random = new SplittableRandom(seed);
            this.allowed = new int[] {random.nextInt(2), random.nextInt(3)};
            told.budget(allowed[0], "a");
            told.budget(allowed[1], "b");
            for (int i = 0; i < 6; i++) {
                claim("v" + i);
            }
            for (Claim claim : node().claims()) {
                if (claim.priority() < PRIORITY && random.nextInt(4) == 0) {
                    named.add(claim);
                }
            }
            List<VfDemand> vfs = new ArrayList<>();
            for (int port = 0; port < 4; port++) {
                if (random.nextInt(3) == 0) {
                    vfs.add(new VfDemand(new ResourceName("nvidia.com/sriov_rdma_vf_port" + port), 1));
                }
            }
            Policy.Mode mode = random.nextInt(4) == 0 ? Policy.Mode.PREFER : Policy.Mode.REQUIRE;
            this.request = new Request(
                    new GpuDemand(GPU, 1 + random.nextInt(4)),
                    vfs,
                    Policy.DEFAULT.with(mode).with(new MinCertainty.Chance(0)));
        }

        private void claim(String uid) {
            int free = node().free().freeGpus();
            int gpus = 0;
            for (int i = 1 + random.nextInt(2); i > 0 && free != 0; i--) {
                int bit = Integer.lowestOneBit(free & random.nextInt(256));
                gpus |= bit;
                free &= ~bit;
            }
            int[] vfs = new int[4];
            vfs[random.nextInt(4)] = random.nextInt(9);
            if (node().canClaim(new Claim(
                            new PodId(uid),
                            "train/" + uid,
                            0,
                            gpus,
                            new int[node().machine().sources().size()]))
                    && gpus != 0) {
                int priority = random.nextInt(PRIORITY + 2);
                for (int source = 0; source < vfs.length; source++) {
                    vfs[source] = Math.min(vfs[source], node().free().freeVfs(source));
                }
                cluster.claim("n1", uid, priority, gpus, vfs);
                String app = List.of("a", "b", "free").get(random.nextInt(3));
                apps.put(new PodId(uid), app);
                told.run(uid, priority, "n1", app);
            }
        }

        private Node node() {
            return cluster.node("n1");
        }

        void check() {
            PreemptArgs.Victims victims = new PreemptArgs.Victims(
                    named.stream().map(c -> c.pod().uid()).toList(), 7);
            PodFacts pod = new PodFacts("p", "train", "p", Map.of(), Map.of(), List.of(), PRIORITY, "");
            PreemptArgs args = new PreemptArgs(pod, Map.of("n1", victims));
            Preemption.Refined refined = new Preemption(cluster.judge(), () -> 0, 1_000)
                    .refine(
                            args,
                            request,
                            cluster.keeper().state(),
                            Protection.of(args, cluster.keeper().state(), told),
                            1);
            List<Claim> expected = expected();
            PreemptArgs.Victims got = refined.victims().get("n1");
            if (expected == null || got == null) {
                assertThat(got == null && expected == null)
                        .as("seed %d: %s, expected %s", seed, got, expected)
                        .isTrue();
                dropped++;
                return;
            }
            List<Claim> actual = got.uids().stream()
                    .map(uid -> Objects.requireNonNull(node().claimOf(new PodId(uid))))
                    .toList();
            assertThat(harm(actual))
                    .as("seed %d: %s, expected %s", seed, actual, expected)
                    .isEqualTo(harm(expected));
            assertThat(got.pdbViolations()).isEqualTo(harm(expected).getFirst());
            assertThat(fits(actual)).isTrue();
            assertThat(actual).containsAll(needed());
            assertThat(refined.rooms()).containsOnlyKeys("n1");
            if (expected.equals(named)) {
                assertThat(actual).containsExactlyElementsOf(named);
                kept++;
            } else {
                chosen++;
            }
        }

        private @Nullable List<Claim> expected() {
            if (fits(named)) {
                return named.isEmpty() ? null : named;
            }
            if (request.policy().mode() != Policy.Mode.REQUIRE) {
                return null;
            }
            List<Claim> may = node().claims().stream()
                    .filter(claim -> claim.priority() < PRIORITY)
                    .toList();
            List<Claim> best = null;
            for (int set = 1; set < 1 << may.size(); set++) {
                List<Claim> evicted = new ArrayList<>();
                for (int i = 0; i < may.size(); i++) {
                    if ((set >> i & 1) != 0) {
                        evicted.add(may.get(i));
                    }
                }
                if (evicted.containsAll(needed())
                        && fits(evicted)
                        && (best == null || less(harm(evicted), harm(best)))) {
                    best = evicted;
                }
            }
            return best;
        }

        /** Named although there would be devices enough if only the others named went. */
        private List<Claim> needed() {
            return named.stream()
                    .filter(claim -> {
                        Node left = node();
                        for (Claim other : named) {
                            left = other.equals(claim) ? left : left.without(other.pod());
                        }
                        Node rest = left;
                        return Integer.bitCount(rest.free().freeGpus()) >= request.gpuCount()
                                && request.vfs().stream()
                                        .allMatch(vf -> rest.machine().sourcesNamed(vf.resource()).stream()
                                                        .mapToInt(rest.free()::freeVfs)
                                                        .sum()
                                                >= vf.count());
                    })
                    .toList();
        }

        private boolean fits(List<Claim> evicted) {
            Node left = node();
            for (Claim claim : evicted) {
                left = left.without(claim.pod());
            }
            return cluster.judge().judge(new NodeView.Known(left), request).verdict() instanceof Verdict.Fits;
        }

        /** Protected, highest priority, how many, priorities together. */
        private List<Long> harm(List<Claim> evicted) {
            int[] inApp = new int[2];
            for (Claim claim : evicted) {
                String app = Objects.requireNonNull(apps.get(claim.pod()));
                inApp[0] += app.equals("a") ? 1 : 0;
                inApp[1] += app.equals("b") ? 1 : 0;
            }
            int violations = Math.max(0, inApp[0] - allowed[0]) + Math.max(0, inApp[1] - allowed[1]);
            return List.of(
                    (long) violations,
                    (long) evicted.stream().mapToInt(Claim::priority).max().orElse(-1),
                    (long) evicted.size(),
                    evicted.stream().mapToLong(Claim::priority).sum());
        }

        private static boolean less(List<Long> a, List<Long> b) {
            for (int i = 0; i < a.size(); i++) {
                if (!a.get(i).equals(b.get(i))) {
                    return a.get(i) < b.get(i);
                }
            }
            return false;
        }
    }
}
