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
            section(section.name(), root).putAll(values(section.options(), config));
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

    /** The map under a full key, made where it is not there yet. */
    @SuppressWarnings("unchecked") // only sections are looked up, and those are maps made here
    private static Map<String, Object> section(String key, Map<String, Object> root) {
        Map<String, Object> at = root;
        for (String name : key.isEmpty() ? List.<String>of() : List.of(key.split("\\.", -1))) {
            at = (Map<String, Object>) at.computeIfAbsent(name, _ -> new LinkedHashMap<String, Object>());
        }
        return at;
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
