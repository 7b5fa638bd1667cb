package io.switchman.topology.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;

/** What the model says of a pod, and what came of it in many runs of a kubelet. */
final class Agreement {
    private final ListOrder order;
    private final int all;
    private final Chance chance;
    private final Draws draws;
    private final Map<Long, Double> gpuSets = new HashMap<>();
    private final Map<Long, Double> pairs = new HashMap<>();

    Agreement(KubeletNode node, PodDemand pod, ListOrder order, int all, long seed) {
        this.order = order;
        this.all = all;
        this.chance = Outcome.of(node, pod, order);
        PodSampler sampler = new PodSampler(node, pod, order, seed);
        this.draws = new Draws(sampler, all);
        chance.gpuSets().forEach((sets, p) -> gpuSets.merge(sampler.packed(sets), p * all, Double::sum));
        chance.pairs().forEach((count, p) -> pairs.put((long) count, p * all));
    }

    /** What is certain or impossible is so in every draw, and no draw is one that the model leaves out. */
    Agreement onPromises() {
        if (chance.kind() != OutcomeClass.CHANCE) {
            assertThat(draws.kind()).as("%s", order).isEqualTo(chance.kind());
        }
        assertThat(gpuSets.keySet())
                .as("GPU sets, %s", order)
                .containsAll(draws.gpuSets().keySet());
        assertThat(pairs.keySet())
                .as("pairs, %s", order)
                .containsAll(draws.pairs().keySet());
        return this;
    }

    /** All comes as often as the model says. */
    void onChances() {
        onRate("p", draws.aligned(), chance.p().orElseThrow());
        onRate("rejected", all - draws.admitted(), chance.rejected());
        onSpread("GPU sets", draws.gpuSets(), gpuSets);
        onSpread("pairs", draws.pairs(), pairs);
    }

    private void onRate(String what, int hits, double p) {
        Sampling.Interval rates = Sampling.interval(hits, all);
        assertThat(p).as("%s, %s", what, order).isBetween(rates.from(), rates.to());
    }

    private void onSpread(String what, Map<Long, Integer> drawn, Map<Long, Double> expected) {
        assertThat(Sampling.distance(drawn, expected))
                .as("chi-square over its limit: %s, %s, drawn %s, expected %s", what, order, drawn, expected)
                .isLessThan(1);
    }
}
