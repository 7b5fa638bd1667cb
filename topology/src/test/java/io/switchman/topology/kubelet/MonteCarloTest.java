package io.switchman.topology.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.topology.kubelet.MeasuredTest.Row;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The chances that the model counts out are those that many runs of a kubelet give.
 *
 * <p>A verify draws 50,000 for each of ten cases and 2,000 for each of the others; {@code -Ddraws=1000000
 * -Ddraws.rest=10000} draws more. The draws are the same ones each time.
 */
class MonteCarloTest {
    private static final int DRAWS = Integer.getInteger("draws", 50_000);
    private static final int DRAWS_OF_THE_REST = Integer.getInteger("draws.rest", 2_000);
    private static final long SEED = 1;

    private static final List<String> TELLING = List.of(
            "t14-2+2-pool-k1-A-none", // windows of neighbours
            "t14-2+2-pool-k8-B-numa", // a pool without order
            "t14-4+4-pool-k8-A-numa",
            "t14-2+2-rail-k1-B-numa", // four walks after the filter
            "t14-1+1-rail-k1-A-numa",
            "init-4gpu-then-2gpu", // reuse before the plugin is asked
            "init-8gpu-then-2gpu-be", // reuse, read back by NUMA node
            "scope-pod-vf-initsidecar",
            "mixed-5gpu-rail0-be", // eight offered, and some that must be among them
            "nps4-4+4-rails-be"); // no common mask from 1.36 on

    static Stream<Row> telling() throws Exception {
        return MeasuredTest.rows().filter(row -> TELLING.contains(row.name()));
    }

    static Stream<Row> rest() throws Exception {
        return MeasuredTest.rows()
                .filter(row -> !TELLING.contains(row.name()))
                .filter(row -> row.node().kubelet().cpus() == null);
    }

    @ParameterizedTest
    @MethodSource("telling")
    void manyDrawsOfATellingCaseAgree(Row row) {
        check(row, ListOrder.STOCK, DRAWS);
        check(row, ListOrder.ANY, DRAWS);
    }

    @ParameterizedTest
    @MethodSource("rest")
    void drawsAgree(Row row) {
        check(row, ListOrder.STOCK, DRAWS_OF_THE_REST);
        check(row, ListOrder.ANY, DRAWS_OF_THE_REST);
    }

    private static void check(Row row, ListOrder order, int all) {
        Chance chance = Outcome.of(row.node(), row.pod(), order);
        PodSampler sampler =
                new PodSampler(row.node(), row.pod(), order, SEED + row.name().hashCode());
        Draws draws = new Draws(sampler, all);
        assertThat(draws.kind()).as("%s", order).isEqualTo(chance.kind());
        checkRate("p, " + order, draws.aligned(), all, chance.p().orElseThrow());
        checkRate("rejected, " + order, all - draws.admitted(), all, chance.rejected());
        Map<Long, Double> gpuSets = new HashMap<>();
        chance.gpuSets().forEach((sets, p) -> gpuSets.merge(sampler.packed(sets), p * all, Double::sum));
        checkSpread("GPU sets, " + order, draws.gpuSets(), gpuSets);
        Map<Long, Double> pairs = new HashMap<>();
        chance.pairs().forEach((count, p) -> pairs.put((long) count, p * all));
        checkSpread("pairs, " + order, draws.pairs(), pairs);
    }

    private static void checkRate(String what, int hits, int all, double p) {
        Sampling.Interval rates = Sampling.interval(hits, all);
        assertThat(p).as("%s", what).isBetween(rates.from(), rates.to());
    }

    private static void checkSpread(String what, Map<Long, Integer> drawn, Map<Long, Double> expected) {
        assertThat(expected.keySet()).as("%s", what).containsAll(drawn.keySet());
        assertThat(Sampling.distance(drawn, expected))
                .as("chi-square of %s %s, expected %s, over its limit", what, drawn, expected)
                .isLessThan(1);
    }
}
