package io.switchman.extender.config;

import java.util.List;
import java.util.stream.Collectors;

/** Makes the table of all keys for the documentation from the options. */
final class KeyTable {
    private KeyTable() {}

    static String markdown() {
        var table = new StringBuilder("| key | type | default | allowed | what it does |\n|---|---|---|---|---|\n");
        for (Section section : Options.SECTIONS) {
            section.options().forEach(option -> append(table, option, defaultOf(option)));
            if (section.name().equals(Options.POLICY_SECTION)) {
                Options.ofNamespace("NAME")
                        .all()
                        .forEach(option ->
                                append(table, option, "as `" + Options.POLICY_SECTION + "." + option.name() + "`"));
            }
        }
        return table.toString();
    }

    private static void append(StringBuilder table, Option<?> option, String otherwise) {
        table.append("| `%s` | %s | %s | %s | %s |\n"
                .formatted(
                        option.key(),
                        option.form().schema().get("type"),
                        otherwise,
                        option.form().allowed().replace("|", "\\|"),
                        option.doc()));
    }

    private static String defaultOf(Option<?> option) {
        if (option.section().isEmpty() && !option.name().equals("mode")) {
            return "";
        }
        Object written = option.written(ExtenderConfig.DEFAULT);
        List<?> items = written instanceof List<?> list && !list.isEmpty() ? list : List.of(written);
        return items.stream().map(item -> "`" + YamlText.scalar(item) + "`").collect(Collectors.joining(", "));
    }
}
