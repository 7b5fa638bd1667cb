package io.switchman.extender.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.extender.config.Limit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Compares the documentation of meters with the enum, or writes it there anew. */
class MetersTableTest {
    private static final boolean REWRITE = Boolean.getBoolean("switchman.rewrite");
    private static final String ADVICE = "%s is not what Meters says. Maybe run"
            + " ./mvnw test -pl extender -am -Dtest=MetersTableTest -Dsurefire.failIfNoSpecifiedTests=false"
            + " -Dswitchman.rewrite=true";
    private static final String BEGIN = "<!-- meters: generated -->\n";
    private static final String END = "<!-- meters: end -->\n";
    private static final Path DOCUMENTATION = Path.of("..", "docs", "metrics.md");

    @Test
    void documentationHasTheTableOfTheMeters() throws IOException {
        String text = Files.readString(DOCUMENTATION);
        String table = "\n" + table() + "\n";
        if (REWRITE) {
            int begin = text.indexOf(BEGIN) + BEGIN.length();
            Files.writeString(DOCUMENTATION, text.substring(0, begin) + table + text.substring(text.indexOf(END)));
        }

        String written = Files.readString(DOCUMENTATION);
        assertThat(written.substring(written.indexOf(BEGIN) + BEGIN.length(), written.indexOf(END)))
                .as(ADVICE, DOCUMENTATION)
                .isEqualTo(table);
    }

    @Test
    void documentationNamesEveryLimit() throws IOException {
        String text = Files.readString(DOCUMENTATION);

        for (Limit limit : Limit.values()) {
            assertThat(text).contains("| `" + limit.key() + "` |");
        }
    }

    private static String table() {
        StringBuilder table = new StringBuilder("| meter | type | labels | what it says |\n|---|---|---|---|\n");
        for (Meters meter : Meters.values()) {
            String labels = meter.labels().stream().map(MetersTableTest::label).collect(Collectors.joining("; "));
            table.append("| `%s` | %s | %s | %s |\n"
                    .formatted(meter.series(), meter.kind().word(), labels, meter.help()));
        }
        return table.toString();
    }

    private static String label(Label label) {
        String values = label == Label.RAIL
                ? "0 to " + (Label.RAILS - 1) + ", other, none"
                : String.join(", ", label.allowed());
        return "`" + label.word() + "`: " + values;
    }
}
