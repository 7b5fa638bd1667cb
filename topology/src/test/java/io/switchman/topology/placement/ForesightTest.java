package io.switchman.topology.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.switchman.topology.RandomCase;
import io.switchman.topology.RandomCases;
import io.switchman.topology.kubelet.CpuManager;
import io.switchman.topology.kubelet.Forecast;
import io.switchman.topology.kubelet.KubeletRelease;
import io.switchman.topology.kubelet.KubeletSetup;
import io.switchman.topology.kubelet.ListOrder;
import io.switchman.topology.kubelet.OutcomeClass;
import io.switchman.topology.kubelet.TopologyPolicy;
import io.switchman.topology.kubelet.TopologyScope;
import io.switchman.topology.state.NodeShape;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Forecasts against all that the kubelet may give, each draw held against the definition of aligned. */
class ForesightTest {
    private static final int CASES = Integer.getInteger("foresights", 6_000);

    private final Placer placer = new Placer();
    private final Foresight foresight = new Foresight();

    @Test
    void aKnownKubeletDoesWhatItsDrawsAre() {
        Map<OutcomeClass, Integer> seen = new EnumMap<>(OutcomeClass.class);
        int guesses = 0;
        for (long seed = 1; seed <= CASES; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            RandomCase drawn = RandomCases.of(seed);
            NodeShape shape = drawn.shape().with(known(random));
            Request request = drawn.request();
            if (placer.plan(shape, request) instanceof Placement.Found(Plan plan)) {
                Forecast forecast = foresight.of(shape, request, plan);
                DrawCheck check = new DrawCheck(shape, request, plan);
                DrawCheck.Chances any = check.chances(shape.kubelet(), ListOrder.ANY);
                DrawCheck.Chances stock = check.chances(shape.kubelet(), ListOrder.STOCK);
                if (any != null && any.kind() == OutcomeClass.CHANCE && any.gpuSets() > 1 && check.isGuess()) {
                    assertThat(forecast.kind())
                            .as("seed %d: the plugin may choose any", seed)
                            .isEqualTo(OutcomeClass.UNKNOWN);
                    assertThat(forecast.p()).as("seed %d", seed).isZero();
                    guesses++;
                } else if (any != null && stock != null) {
                    assertThat(forecast.kind())
                            .as("seed %d: %s of %s: %s", seed, request, shape, any)
                            .isEqualTo(any.kind());
                    double p = any.kind() == OutcomeClass.CERTAIN ? 1 : stock.hits();
                    assertThat(forecast.p())
                            .as("seed %d: %s of %s", seed, request, shape)
                            .isCloseTo(p, within(1e-9));
                    seen.merge(any.kind(), 1, Integer::sum);
                }
                if (request.policy().mode() != Policy.Mode.IGNORE
                        && !plan.isAligned(request.policy().locality())) {
                    assertThat(forecast.kind())
                            .as("seed %d: no aligned choice, %s of %s", seed, request, shape)
                            .isIn(OutcomeClass.IMPOSSIBLE, OutcomeClass.REJECTED, OutcomeClass.UNKNOWN);
                }
            }
        }
        assertThat(seen.keySet()).containsAll(EnumSet.complementOf(EnumSet.of(OutcomeClass.UNKNOWN)));
        assertThat(seen.values()).allMatch(count -> count >= CASES / 300);
        assertThat(guesses).isGreaterThan(CASES / 300);
    }

    @Test
    void anUnknownKubeletMayBeAny() {
        Set<OutcomeClass> seen = EnumSet.noneOf(OutcomeClass.class);
        for (long seed = 1; seed <= CASES / 10; seed++) {
            RandomCase drawn = RandomCases.of(seed);
            NodeShape shape = drawn.shape();
            Request request = drawn.request();
            if (placer.plan(shape, request) instanceof Placement.Found(Plan plan)) {
                Forecast forecast = foresight.of(shape, request, plan);
                DrawCheck check = new DrawCheck(shape, request, plan);
                Set<OutcomeClass> kinds = EnumSet.noneOf(OutcomeClass.class);
                double least = 1;
                for (KubeletSetup setup : all()) {
                    DrawCheck.Chances any = check.chances(setup, ListOrder.ANY);
                    DrawCheck.Chances stock = check.chances(setup, ListOrder.STOCK);
                    kinds.add(any == null ? OutcomeClass.UNKNOWN : any.kind());
                    least = Math.min(least, stock == null ? 0 : stock.hits());
                }
                if (shape.machine().numa().size() > 2) {
                    // Masks may be chosen by distances, and nobody told them.
                    assertThat(forecast).as("seed %d", seed).isEqualTo(Forecast.UNKNOWN);
                } else if (!kinds.contains(OutcomeClass.UNKNOWN) && !check.isGuess()) {
                    assertThat(forecast.kind()).as("seed %d: %s", seed, kinds).isEqualTo(whichever(kinds));
                    assertThat(forecast.p()).as("seed %d", seed).isCloseTo(least, within(1e-9));
                    seen.add(forecast.kind());
                }
            }
        }
        assertThat(seen)
                .contains(OutcomeClass.CERTAIN, OutcomeClass.CHANCE, OutcomeClass.IMPOSSIBLE, OutcomeClass.UNKNOWN);
    }

    private static OutcomeClass whichever(Set<OutcomeClass> kinds) {
        if (kinds.size() == 1) {
            return kinds.iterator().next();
        }
        boolean never =
                EnumSet.of(OutcomeClass.IMPOSSIBLE, OutcomeClass.REJECTED).containsAll(kinds);
        return never ? OutcomeClass.IMPOSSIBLE : OutcomeClass.UNKNOWN;
    }

    private static KubeletSetup known(SplittableRandom random) {
        List<KubeletSetup> all = all();
        KubeletSetup setup = all.get(random.nextInt(all.size()));
        return random.nextInt(4) == 0 ? setup.followingPlans() : setup;
    }

    /** Every setup that may make a difference where no container has CPUs of its own. */
    private static List<KubeletSetup> all() {
        List<KubeletSetup> all = new ArrayList<>();
        for (KubeletRelease release : KubeletRelease.values()) {
            for (TopologyPolicy policy : TopologyPolicy.values()) {
                for (TopologyScope scope : TopologyScope.values()) {
                    all.add(new KubeletSetup(release, policy, scope, false, CpuManager.NONE, false));
                }
            }
        }
        return all;
    }
}
