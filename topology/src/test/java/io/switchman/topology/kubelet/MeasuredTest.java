package io.switchman.topology.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the kubelet's own code was measured to do. */
class MeasuredTest {
    /** A measured fact; no class where it was not measured. */
    record Row(String name, KubeletNode node, PodDemand pod, String anyOrder, String stock) {
        @Override
        public String toString() {
            return name;
        }

        static Row of(String line) {
            List<String> cells = Arrays.asList(line.split(" \\| ", -1));
            Board board = Board.of(cells.get(1));
            KubeletFacts kubelet = new KubeletFacts(
                    cells.get(2).equals("1.35") ? KubeletRelease.BEFORE_1_36 : KubeletRelease.FROM_1_36,
                    Arrays.stream(TopologyPolicy.values())
                            .filter(policy -> policy.name().replace('_', '-').equalsIgnoreCase(cells.get(3)))
                            .findFirst()
                            .orElseThrow(),
                    cells.get(4).equals("pod") ? TopologyScope.POD : TopologyScope.CONTAINER,
                    false,
                    board.cpus());
            return new Row(
                    cells.get(0),
                    board.node(kubelet, cells.get(5)),
                    Board.pod(cells.get(6)),
                    cells.get(7),
                    cells.get(8));
        }
    }

    static Stream<Row> rows() throws Exception {
        try (InputStream file = Objects.requireNonNull(MeasuredTest.class.getResourceAsStream("measured.txt"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines().filter(line -> !line.startsWith("#")).map(Row::of).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void isPredicted(Row row) {
        check(row, ListOrder.ANY, row.anyOrder());
        check(row, ListOrder.STOCK, row.stock());
    }

    private static void check(Row row, ListOrder order, String measured) {
        if (measured.equals("-")) {
            return;
        }
        List<String> cells = List.of(measured.split("[ -]", -1));
        Chance chance = Outcome.of(row.node(), row.pod(), order);
        assertThat(chance.kind().name()).as("%s", order).isEqualTo(cells.get(0));
        assertThat(chance.p().orElseThrow())
                .as("%s", order)
                .isBetween(Double.parseDouble(cells.get(1)) - 0.02, Double.parseDouble(cells.get(2)) + 0.02);
    }
}
