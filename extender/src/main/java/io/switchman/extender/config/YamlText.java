package io.switchman.extender.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Writes a tree of maps, lists of texts, texts and numbers as YAML.
 *
 * @param comments what to say above a key, by its full key
 */
record YamlText(Map<String, String> comments) {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z][-A-Za-z0-9_./]*");

    /** Words that some readers of YAML take for something else than a text. */
    private static final Set<String> WORDS = Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

    String write(Map<String, Object> tree) {
        var yaml = new StringBuilder();
        write("", "", tree, yaml);
        return yaml.toString();
    }

    private void write(String path, String indent, Map<?, ?> tree, StringBuilder yaml) {
        for (var entry : tree.entrySet()) {
            String key = String.valueOf(entry.getKey());
            Object value = entry.getValue();
            String full = path.isEmpty() ? key : path + "." + key;
            if (indent.isEmpty() && value instanceof Map && !yaml.isEmpty()) {
                yaml.append('\n');
            }
            String comment = comments.get(full);
            if (comment != null) {
                yaml.append(indent).append("# ").append(comment).append('\n');
            }
            yaml.append(indent).append(scalar(key)).append(':');
            switch (value) {
                case Map<?, ?> below when below.isEmpty() -> yaml.append(" {}\n");
                case Map<?, ?> below -> write(full, indent + "  ", below, yaml.append('\n'));
                case List<?> items when items.isEmpty() -> yaml.append(" []\n");
                case List<?> items -> {
                    yaml.append('\n');
                    items.forEach(item -> yaml.append(indent)
                            .append("  - ")
                            .append(scalar(item))
                            .append('\n'));
                }
                default -> yaml.append(' ').append(scalar(value)).append('\n');
            }
        }
    }

    /** The value as it stands behind a key. */
    static String scalar(Object value) {
        if (!(value instanceof String text)) {
            return String.valueOf(value);
        }
        boolean plain = PLAIN.matcher(text).matches() && !WORDS.contains(text.toLowerCase(Locale.ROOT));
        return plain ? text : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
