package io.switchman.topology.kubelet;

import io.switchman.topology.kubelet.MeasuredTest.Row;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The chances that the model counts out are those that many runs of a kubelet give.
 *
 * <p>A verify draws 50,000 for each of ten measured cases and one more, and 2,000 for each of the other measured ones and of 50 that are
 * generated; {@code -Ddraws=1000000 -Ddraws.rest=10000 -Ddraws.generated=300} does more. The draws are the same each time.
 */
class MonteCarloTest {
    private static final int DRAWS = Integer.getInteger("draws", 50_000);
    private static final int DRAWS_OF_THE_REST = Integer.getInteger("draws.rest", 2_000);
    private static final int GENERATED = Integer.getInteger("draws.generated", 50);
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

    /** Nobody measured this one; no other reuses devices of both nodes out of a pool without order. */
    private static final Row REUSED =
            Row.of("init 5 VFs, then 2+2 | A pool8 | 1.36 | none | container | - | init 5*vf, 2*gpu 2*vf | - | -");

    static Stream<Row> telling() throws Exception {
        return Stream.concat(Stream.of(REUSED), MeasuredTest.rows().filter(row -> TELLING.contains(row.name())));
    }

    static Stream<Row> rest() throws Exception {
        return MeasuredTest.rows()
                .filter(row -> !TELLING.contains(row.name()))
                .filter(row -> row.node().kubelet().cpus() == null);
    }

    /** Pods and nodes that nobody measured. */
    static Stream<Row> generated() {
        GeneratedRows rows = new GeneratedRows(SEED);
        return Stream.generate(rows::next).limit(GENERATED);
    }

    @ParameterizedTest
    @MethodSource("telling")
    void manyDrawsOfATellingCaseAgree(Row row) {
        for (ListOrder order : ListOrder.values()) {
            draw(row, order, DRAWS).onPromises().onChances();
        }
    }

    @ParameterizedTest
    @MethodSource("rest")
    void drawsAgree(Row row) {
        for (ListOrder order : ListOrder.values()) {
            draw(row, order, DRAWS_OF_THE_REST).onPromises().onChances();
        }
    }

    @ParameterizedTest
    @MethodSource("generated")
    void drawsOfGeneratedCasesAgree(Row row) {
        draw(row, ListOrder.STOCK, DRAWS_OF_THE_REST).onPromises().onChances();
        Agreement any = draw(row, ListOrder.ANY, DRAWS_OF_THE_REST).onPromises();
        // The plugin's list ties together what several containers get. In any order the model takes each draw for
        // itself:
        // what can happen is the same, but not quite how often.
        if (askedOnce(row.pod())) {
            any.onChances();
        }
    }

    private static boolean askedOnce(PodDemand pod) {
        List<String> names = Stream.concat(pod.init().stream(), pod.containers().stream())
                .flatMap(container -> container.limits().entrySet().stream())
                .filter(limit -> limit.getValue() > 0)
                .map(Map.Entry::getKey)
                .toList();
        return names.stream().distinct().count() == names.size();
    }

    private static Agreement draw(Row row, ListOrder order, int all) {
        long seed = SEED + row.name().hashCode();
        return new Agreement(row.node(), row.pod(), order, all, seed);
    }
}
