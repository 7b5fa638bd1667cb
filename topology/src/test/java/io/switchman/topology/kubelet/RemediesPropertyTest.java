package io.switchman.topology.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** A remedy does what it says, nothing cheaper does, and where none is told none of the single ones does. */
class RemediesPropertyTest {
    private static final int CASES = Integer.getInteger("remedies", 3_000);

    @Test
    void aRemedyHelpsAndNothingCheaperDoes() {
        Map<String, Integer> seen = new HashMap<>();
        for (long seed = 1; seed <= CASES; seed++) {
            RandomGenerator random =
                    RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            RandomNodes nodes = new RandomNodes(random);
            KubeletNode node = nodes.node();
            PodDemand pod = nodes.pod(node);
            Changes changes = new Changes(node, pod, nodes.goal(node));
            Remedy remedy = Remedies.cheapest(List.of(node), pod, changes.goal());
            seen.merge(remedy == null ? "none" : remedy.getClass().getSimpleName(), 1, Integer::sum);
            if (remedy != null) {
                assertThat(changes.isCertain()).as("seed %d", seed).isFalse();
                assertThat(changes.helps(remedy))
                        .as("seed %d: %s", seed, remedy)
                        .isTrue();
            }
            if (!changes.isCertain()) {
                int rank = remedy == null ? Integer.MAX_VALUE : Changes.rank(remedy);
                assertThat(changes.single())
                        .as("seed %d: %s of %s", seed, pod, node)
                        .noneMatch(other -> Changes.rank(other) < rank && changes.helps(other));
            }
        }
        assertThat(seen.keySet()).contains("none", "RailNames", "OtherPolicy", "FreedGpu", "Steering", "Both");
        assertThat(seen.values()).allMatch(count -> count < CASES);
    }
}
