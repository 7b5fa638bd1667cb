package io.switchman.extender.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.events.cases.CaseReader;
import io.switchman.events.cases.KubeletCase;
import io.switchman.extender.explain.RemedyWords;
import io.switchman.topology.kubelet.Goal;
import io.switchman.topology.kubelet.Outcome;
import io.switchman.topology.kubelet.OutcomeClass;
import io.switchman.topology.kubelet.Remedies;
import io.switchman.topology.kubelet.Remedy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The figures of docs/certainty.md are those that predict gives. */
class CertaintyPageTest {
    private static final Path PAGE = Path.of("..", "docs", "certainty.md");
    private static final Path CASES = Path.of("..", "docs", "cases", "certainty.json");
    private static final String BEGIN = "<!-- cases: generated -->\n";
    private static final String END = "<!-- cases: end -->\n";

    @Test
    void theTableIsWhatPredictSays() throws Exception {
        String text = Files.readString(PAGE);
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        String table = "\n" + table() + "\n";
        if (Boolean.getBoolean("switchman.rewrite")) {
            Files.writeString(PAGE, text.substring(0, begin) + table + text.substring(text.indexOf(END)));
        }
        String written = Files.readString(PAGE);
        assertThat(written.substring(begin, written.indexOf(END)))
                .as("Maybe run ./mvnw test -pl extender -am -Dtest=CertaintyPageTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dswitchman.rewrite=true")
                .isEqualTo(table);
    }

    /** What stands in the text stands in the table, too. */
    @Test
    void theTextSaysTheSame() throws Exception {
        String text = Files.readString(PAGE);
        for (String figure : List.of("6.0 %", "24.2 %", "25.0 %", "56.3 %", "50.0 %", "40.0 %", "16.7 %")) {
            assertThat(text.substring(0, text.indexOf(BEGIN))).contains(figure);
            assertThat(text.substring(text.indexOf(BEGIN))).contains(figure);
        }
    }

    private static String table() throws Exception {
        StringBuilder table = new StringBuilder(
                "| case | any order | p, any order | p, stock node | certain with |\n|---|---|---|---|---|\n");
        for (KubeletCase one : CaseReader.read(Files.readString(CASES))) {
            Outcome outcome = Outcome.of(one.node(), one.pod());
            OutcomeClass kind = outcome.anyOrder().kind();
            Remedy remedy = Remedies.cheapest(List.of(one.node()), one.pod(), Goal.paired(one.node()));
            table.append("| %s | %s | %s | %s | %s |\n"
                    .formatted(
                            one.name(),
                            kind,
                            percent(outcome.anyOrder().p().orElseThrow()),
                            percent(outcome.stock().p().orElseThrow()),
                            remedy == null ? "" : RemedyWords.of(remedy, one.gpuIds()::get)));
        }
        return table.toString();
    }

    private static String percent(double p) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * p);
    }
}
