package io.switchman.events.machine;

import io.switchman.events.NearestName;
import io.switchman.topology.model.PciAddress;
import io.switchman.topology.model.ResourceName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one mapping of a MachineType, read one by one. Whatever is wrong is added to the problems with the field's
 * path, its value and what is allowed, and reading goes on, so that one run shows all of it.
 */
final class Fields {
    private final String source;
    private final Problems problems;
    private final String path;
    private final YamlValue.Mapping mapping;

    private Fields(String source, Problems problems, String path, YamlValue.Mapping mapping) {
        this.source = source;
        this.problems = problems;
        this.path = path;
        this.mapping = mapping;
    }

    /** The fields of a value that must be a mapping; of none, if it is not one. */
    static Fields of(String source, Problems problems, String path, YamlValue value, Set<String> allowed) {
        if (!(value instanceof YamlValue.Mapping mapping)) {
            Fields none = new Fields(source, problems, path, new YamlValue.Mapping(Map.of(), value.line()));
            none.problem("must hold fields (" + String.join(", ", sorted(allowed)) + "), not " + described(value));
            // That its fields are missing too is no news.
            return new Fields(source, new Problems(), path, none.mapping);
        }
        Fields fields = new Fields(source, problems, path, mapping);
        for (String name : mapping.fields().keySet()) {
            if (!allowed.contains(name)) {
                String near = NearestName.of(name, sorted(allowed));
                fields.problem(
                        name,
                        "unknown field" + (near == null ? "; allowed" : "; did you mean '" + near + "'? Allowed")
                                + " are " + String.join(", ", sorted(allowed)));
            }
        }
        return fields;
    }

    boolean has(String name) {
        YamlValue value = mapping.fields().get(name);
        return value != null && !(value instanceof YamlValue.Scalar scalar && scalar.isNull());
    }

    Fields child(String name, Set<String> allowed) {
        YamlValue value = mapping.fields().get(name);
        YamlValue present = value == null ? new YamlValue.Mapping(Map.of(), mapping.line()) : value;
        return of(source, problems, pathOf(name), present, allowed);
    }

    /** The fields of a mapping whose names are anybody's: labels, metadata. */
    Fields anyFields(String name) {
        YamlValue value = mapping.fields().get(name);
        if (value == null || !has(name)) {
            return new Fields(source, problems, pathOf(name), new YamlValue.Mapping(Map.of(), mapping.line()));
        }
        Set<String> all = value instanceof YamlValue.Mapping any ? any.fields().keySet() : Set.of("name: value");
        return of(source, problems, pathOf(name), value, all);
    }

    Set<String> names() {
        return mapping.fields().keySet();
    }

    /** A field that must have exactly this text. */
    void require(String name, String wanted) {
        String text = text(name);
        if (!wanted.equals(text)) {
            problem(name, (text == null ? "is missing" : "'" + text + "' is not allowed") + "; write " + wanted);
        }
    }

    /** The items of a list, none if it is absent. */
    List<YamlValue> list(String name) {
        YamlValue value = mapping.fields().get(name);
        if (value == null || !has(name)) {
            return List.of();
        }
        if (value instanceof YamlValue.Sequence sequence) {
            return sequence.items();
        }
        problem(name, "must be a list, not " + described(value));
        return List.of();
    }

    /** The fields of each item of a list. */
    List<Fields> each(String name, Set<String> allowed) {
        List<Fields> all = new ArrayList<>();
        for (YamlValue item : list(name)) {
            all.add(item(name, all.size(), item, allowed));
        }
        return all;
    }

    /** The fields of one item of a list. */
    Fields item(String name, int index, YamlValue item, Set<String> allowed) {
        return of(source, problems, pathOf(name) + "[" + index + "]", item, allowed);
    }

    @Nullable
    String text(String name) {
        YamlValue value = mapping.fields().get(name);
        if (value == null || !has(name)) {
            return null;
        }
        if (value instanceof YamlValue.Scalar scalar) {
            return scalar.text();
        }
        problem(name, "must be a text, not " + described(value));
        return null;
    }

    /** A whole number, or null if it is absent or wrong. */
    @Nullable
    Integer number(String name, int min, int max) {
        String text = text(name);
        return text == null ? null : numberOf(name, text, min, max);
    }

    @Nullable
    Integer numberOf(String name, String text, int min, int max) {
        if (text.matches("-?[0-9]{1,9}") && Integer.parseInt(text) >= min && Integer.parseInt(text) <= max) {
            return Integer.valueOf(text);
        }
        problem(name, "'" + text + "' is not a whole number from " + min + " to " + max);
        return null;
    }

    /** A PCI id of four hex digits with or without 0x; 0 if it is absent or wrong. */
    int hex(String name) {
        String text = text(name);
        if (text == null) {
            return 0;
        }
        String digits = text.toLowerCase(Locale.ROOT).startsWith("0x") ? text.substring(2) : text;
        if (digits.matches("[0-9a-fA-F]{1,4}")) {
            return Integer.parseInt(digits, 16);
        }
        problem(name, "'" + text + "' is not a PCI id of up to four hex digits such as 15b3");
        return 0;
    }

    /** The address in the field {@code address}, or null if it is absent or wrong. */
    @Nullable
    PciAddress address() {
        String text = text("address");
        if (text == null) {
            problem("address", "is missing: write a PCI address such as 0000:3b:00.0");
            return null;
        }
        return addressOf("address", text);
    }

    @Nullable
    PciAddress addressOf(String name, String text) {
        PciAddress address = PciAddress.parse(text);
        if (address == null) {
            problem(name, "'" + text + "' is not a PCI address such as 0000:3b:00.0");
        }
        return address;
    }

    @Nullable
    ResourceName resourceOf(String name, String text) {
        if (ResourceName.isValid(text)) {
            return new ResourceName(text);
        }
        problem(name, "'" + text + "' is not a resource name such as example.com/name");
        return null;
    }

    /** One of several words, or the default if it is absent or wrong. */
    String word(String name, String otherwise, List<String> allowed) {
        String text = text(name);
        if (text == null || allowed.contains(text)) {
            return text == null ? otherwise : text;
        }
        problem(name, "'" + text + "' is not allowed; allowed are " + String.join(", ", allowed));
        return otherwise;
    }

    void problem(String name, String what) {
        YamlValue at = mapping.fields().get(name);
        problems.add(source + ":" + (at == null ? mapping.line() : at.line()) + " " + pathOf(name), what);
    }

    void problem(String what) {
        problems.add(source + ":" + mapping.line() + (path.isEmpty() ? "" : " " + path), what);
    }

    String pathOf(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    static String described(YamlValue value) {
        return switch (value) {
            case YamlValue.Scalar scalar -> scalar.isNull() ? "nothing" : "'" + scalar.text() + "'";
            case YamlValue.Sequence sequence -> "a list";
            case YamlValue.Mapping mapping -> "fields";
        };
    }

    private static List<String> sorted(Set<String> names) {
        return names.stream().sorted().toList();
    }
}
