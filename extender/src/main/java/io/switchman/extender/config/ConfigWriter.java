package io.switchman.extender.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Writes a whole configuration, defaults included, in the form that {@link ConfigReader} reads. */
public final class ConfigWriter {
    private ConfigWriter() {}

    /** The document as maps, texts, whole numbers and lists of texts, in the order of the documentation. */
    public static Map<String, Object> tree(ExtenderConfig config) {
        var root = new LinkedHashMap<String, Object>();
        for (Section section : Options.SECTIONS) {
            Map<String, Object> values = values(section.options(), config);
            if (section.name().isEmpty()) {
                root.putAll(values);
            } else {
                root.put(section.name(), values);
            }
            if (section.name().equals(Options.POLICY_SECTION)) {
                root.put(Options.NAMESPACES, namespaces(config));
            }
        }
        return root;
    }

    /** Every value by its full key: texts, whole numbers and lists of texts. */
    public static Map<String, Object> values(ExtenderConfig config) {
        var values = new LinkedHashMap<String, Object>();
        flatten("", tree(config), values);
        return values;
    }

    /** The document as YAML, with a comment on each key. */
    public static String yaml(ExtenderConfig config) {
        return new YamlText(comments()).write(tree(config));
    }

    private static Map<String, Object> namespaces(ExtenderConfig config) {
        var namespaces = new LinkedHashMap<String, Object>();
        for (String name : new TreeSet<>(config.namespaces().keySet())) {
            namespaces.put(name, values(Options.ofNamespace(name).all(), config));
        }
        return namespaces;
    }

    private static Map<String, Object> values(List<Option<?>> options, ExtenderConfig config) {
        var values = new LinkedHashMap<String, Object>();
        options.forEach(option -> values.put(option.name(), option.written(config)));
        return values;
    }

    private static void flatten(String prefix, Map<?, ?> tree, Map<String, Object> into) {
        for (var entry : tree.entrySet()) {
            String key = prefix + entry.getKey();
            if (entry.getValue() instanceof Map<?, ?> below) {
                flatten(key + ".", below, into);
            } else {
                into.put(key, entry.getValue());
            }
        }
    }

    private static Map<String, String> comments() {
        var comments = new LinkedHashMap<String, String>();
        Options.SECTIONS.forEach(section -> comments.put(section.name(), section.doc()));
        Options.all()
                .forEach(option -> comments.put(
                        option.key(),
                        option.doc() + " Allowed: " + option.form().allowed() + "."));
        comments.put(Options.NAMESPACES, Options.NAMESPACES_DOC);
        return comments;
    }
}
