package io.switchman.events.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.topology.kubelet.Chance;
import io.switchman.topology.kubelet.ListOrder;
import io.switchman.topology.kubelet.Outcome;
import io.switchman.topology.kubelet.OutcomeClass;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Every case that was asked of the kubelet's own code. The directory is named by SWITCHMAN_ORACLE, or lies beside a checkout. */
class OracleVectorsTest {
    /** How far a rate may lie outside the interval that was measured. */
    private static final double SLACK = 0.02;

    @Test
    void everyMeasuredCaseIsPredicted() throws Exception {
        Optional<Path> directory = directory();
        Assumptions.assumeTrue(
                directory.isPresent(), "no measured cases here: set SWITCHMAN_ORACLE to their directory");
        List<Path> files;
        try (Stream<Path> list = Files.list(directory.orElseThrow())) {
            files = list.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
        assertThat(files).isNotEmpty();
        List<String> wrong = new ArrayList<>();
        for (Path file : files) {
            List<Json> values = CaseReader.values(Files.readString(file));
            List<KubeletCase> cases = CaseReader.read(Files.readString(file));
            int failed = 0;
            for (int i = 0; i < cases.size(); i++) {
                List<String> here = new ArrayList<>();
                for (Map.Entry<String, ListOrder> order : Map.of("anyOrder", ListOrder.ANY, "pci", ListOrder.STOCK)
                        .entrySet()) {
                    Json measured = values.get(i).get(order.getKey());
                    if (!measured.absent()) {
                        Chance chance =
                                Outcome.of(cases.get(i).node(), cases.get(i).pod(), order.getValue());
                        String problem = compare(chance, measured);
                        if (problem != null) {
                            here.add(file.getFileName() + " " + cases.get(i).name() + " " + order.getKey() + ": "
                                    + problem);
                        }
                    }
                }
                failed += here.isEmpty() ? 0 : 1;
                wrong.addAll(here);
            }
            System.out.println(file.getFileName() + ": " + (cases.size() - failed) + " of " + cases.size());
        }
        assertThat(wrong).isEmpty();
    }

    private static @Nullable String compare(Chance chance, Json measured) throws CaseException {
        String kind = measured.get("class").text("");
        double low = number(measured.get("ci95").items().get(0)) - SLACK;
        double high = number(measured.get("ci95").items().get(1)) + SLACK;
        String told = chance.kind() + " " + chance.p() + " but measured " + kind + " " + number(measured.get("p"));
        if (chance.p().isEmpty()) {
            return told;
        }
        double p = chance.p().getAsDouble();
        boolean rare = chance.kind() == OutcomeClass.CHANCE && (kind.equals("IMPOSSIBLE") || kind.equals("CERTAIN"));
        if (!chance.kind().name().equals(kind) && !rare) {
            return told;
        }
        boolean admits = number(measured.get("admitted")) > 0;
        if (admits != chance.rejected() < 1) {
            return told + ", admission differs";
        }
        return p < low || p > high ? told : null;
    }

    private static double number(Json json) {
        return json.value() instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    private static Optional<Path> directory() {
        String named = System.getenv("SWITCHMAN_ORACLE");
        if (named != null && !named.isBlank()) {
            return Optional.of(Path.of(named)).filter(Files::isDirectory);
        }
        Path here = Path.of("").toAbsolutePath();
        while (here != null && !Files.isDirectory(here.resolve(".mvn"))) {
            here = here.getParent();
        }
        if (here == null) {
            return Optional.empty();
        }
        // A worktree lies one directory deeper than the checkout itself.
        return Stream.of("../shared/oracle/vectors", "../../shared/oracle/vectors")
                .map(here::resolve)
                .map(Path::normalize)
                .filter(Files::isDirectory)
                .findFirst();
    }
}
