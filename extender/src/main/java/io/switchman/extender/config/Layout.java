package io.switchman.extender.config;

import io.switchman.events.NearestName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Takes a tree apart into the sections that options stand in, and refuses keys that nobody reads. */
final class Layout {
    private final List<ConfigProblem> problems;
    private final Map<String, Map<String, @Nullable Object>> sections = new LinkedHashMap<>();
    private final List<String> namespaces = new ArrayList<>();

    /**
     * The layout of a document.
     *
     * @param problems where to note what is wrong
     */
    Layout(Map<String, @Nullable Object> root, List<ConfigProblem> problems) {
        this.problems = problems;
        for (Section section : Options.SECTIONS) {
            take(section.name(), at(section.name(), root), names(section));
        }
        takeNamespaces(root.get(Options.NAMESPACES));
    }

    /** What each section says, by its full key. */
    Map<String, Map<String, @Nullable Object>> sections() {
        return sections;
    }

    /** The namespaces that have a section of their own. */
    List<String> namespaces() {
        return namespaces;
    }

    /** What stands under a full key; nothing if what is above it is no mapping, which is noted where that is taken. */
    private static @Nullable Object at(String section, Map<String, @Nullable Object> root) {
        Object at = root;
        for (String key : section.isEmpty() ? List.<String>of() : List.of(section.split("\\.", -1))) {
            at = at instanceof Map<?, ?> map ? map.get(key) : null;
        }
        return at;
    }

    private static List<String> names(Section section) {
        Stream<String> namespaces = section.name().isEmpty() ? Stream.of(Options.NAMESPACES) : Stream.empty();
        return Stream.of(section.names().stream(), Options.sectionsIn(section.name()), namespaces)
                .flatMap(names -> names)
                .toList();
    }

    private void takeNamespaces(@Nullable Object value) {
        Map<?, ?> all = mapping(Options.NAMESPACES, value);
        if (all.size() > Options.MAX_NAMESPACES) {
            problems.add(ConfigProblem.notAllowed(
                    Options.NAMESPACES, all.size() + " namespaces", "up to " + Options.MAX_NAMESPACES));
            return;
        }
        List<String> policyNames =
                Options.ofNamespace("").all().stream().<String>map(Option::name).toList();
        for (var namespace : all.entrySet()) {
            String name = String.valueOf(namespace.getKey());
            String key = Options.NAMESPACES + "." + name;
            if (Text.NAMESPACE.read(name) == null) {
                problems.add(ConfigProblem.notAllowed(Options.NAMESPACES, name, Text.NAMESPACE.allowed()));
            } else {
                namespaces.add(name);
                take(key, namespace.getValue(), policyNames);
            }
        }
    }

    private void take(String section, @Nullable Object value, List<String> known) {
        var values = new LinkedHashMap<String, @Nullable Object>();
        for (var entry : mapping(section, value).entrySet()) {
            String name = String.valueOf(entry.getKey());
            if (known.contains(name)) {
                values.put(name, entry.getValue());
            } else {
                problems.add(unknown(section, name, known));
            }
        }
        sections.put(section, values);
    }

    /** A section without content says nothing, which is how it looks when all its keys are commented out. */
    private Map<?, ?> mapping(String key, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        if (value != null) {
            problems.add(ConfigProblem.notAllowed(key, value, "keys with values"));
        }
        return Map.of();
    }

    private static ConfigProblem unknown(String section, String name, List<String> known) {
        String prefix = section.isEmpty() ? "" : section + ".";
        String sibling = NearestName.of(name, known);
        String nearest = sibling == null ? elsewhere(name) : prefix + sibling;
        return ConfigProblem.unknownKey(prefix + name, known, nearest);
    }

    /** The option of about this name in another section. */
    private static @Nullable String elsewhere(String name) {
        var keys = new LinkedHashMap<String, String>();
        Options.all().forEach(option -> keys.putIfAbsent(option.name(), option.key()));
        String nearest = NearestName.of(name, keys.keySet());
        return nearest == null ? null : keys.get(nearest);
    }
}
