package io.switchman.topology.kubelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class ForecastTest {
    private static final int CASES = Integer.getInteger("forecasts", 4_000);

    /** The closed form against walking all that may happen, order by order. */
    @Test
    void closedFormIsWhatTheWalkGives() {
        for (long seed = 1; seed <= CASES; seed++) {
            RandomGenerator random =
                    RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            RandomNodes nodes = new RandomNodes(random);
            KubeletNode node = nodes.node();
            PodDemand pod = nodes.pod(node);
            Goal goal = nodes.goal(node);
            Forecast closed = Objects.requireNonNull(
                    SingleDraws.forecast(node, pod, goal), "seed " + seed + ": each resource is drawn once");
            Forecast walked = Forecast.walked(node, pod, goal);
            assertThat(closed.kind()).as("seed %d: %s of %s", seed, pod, node).isEqualTo(walked.kind());
            assertThat(closed.p()).as("seed %d: %s of %s", seed, pod, node).isCloseTo(walked.p(), within(1e-9));
            if (!closed.gpuSets().isEmpty() && !walked.gpuSets().isEmpty()) {
                assertThat(closed.gpuSets()).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(walked.gpuSets());
            }
        }
    }
}
