package io.switchman.extender.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Compares what is made from the options with what is in the repository, or writes it there anew. */
class GeneratedFilesTest {
    private static final boolean REWRITE = Boolean.getBoolean("switchman.rewrite");
    private static final String ADVICE = "%s is not what the options say. Maybe run"
            + " ./mvnw test -pl extender -am -Dtest=GeneratedFilesTest -Dsurefire.failIfNoSpecifiedTests=false"
            + " -Dswitchman.rewrite=true";

    private static final String BEGIN = "<!-- keys: generated -->\n";
    private static final String END = "<!-- keys: end -->\n";

    static final Path SCHEMA =
            Path.of("src", "main", "resources", "io", "switchman", "extender", "config", "configuration.schema.json");
    static final Path DOCUMENTATION = Path.of("..", "docs", "configuration.md");

    @Test
    void schemaIsThatOfTheOptions() throws IOException {
        if (REWRITE) {
            Files.createDirectories(SCHEMA.getParent());
            Files.writeString(SCHEMA, ConfigSchema.json());
        }

        assertThat(SCHEMA).as(ADVICE, SCHEMA).hasContent(ConfigSchema.json());
    }

    @Test
    void documentationHasTheTableOfTheOptions() throws IOException {
        String text = Files.readString(DOCUMENTATION);
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        int end = text.indexOf(END);
        String table = "\n" + KeyTable.markdown() + "\n";
        if (REWRITE) {
            Files.writeString(DOCUMENTATION, text.substring(0, begin) + table + text.substring(end));
        }

        String written = Files.readString(DOCUMENTATION);
        assertThat(written.substring(begin, written.indexOf(END)))
                .as(ADVICE, DOCUMENTATION)
                .isEqualTo(table);
    }
}
