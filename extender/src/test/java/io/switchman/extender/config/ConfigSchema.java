package io.switchman.extender.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Makes the JSON Schema of the configuration from its options. */
final class ConfigSchema {
    private ConfigSchema() {}

    static String json() {
        var schema = new LinkedHashMap<String, Object>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("$id", "urn:switchman:configuration:v1");
        var properties = new LinkedHashMap<String, Object>();
        for (Section section : Options.SECTIONS) {
            if (section.name().isEmpty()) {
                schema.put("title", Options.KIND);
                schema.put("description", section.doc());
                schema.put("type", "object");
                schema.put("required", List.of("apiVersion", "kind"));
                properties.putAll(properties(section.options(), true));
            } else {
                put(section, properties);
            }
            if (section.name().equals(Options.POLICY_SECTION)) {
                properties.put(Options.NAMESPACES, namespaces());
            }
        }
        schema.put("properties", properties);
        schema.put("additionalProperties", false);
        return JsonText.of(schema);
    }

    /** Puts a section among the properties of the one that it stands in, which came before it. */
    @SuppressWarnings("unchecked") // made by section()
    private static void put(Section section, Map<String, Object> root) {
        List<String> keys = List.of(section.name().split("\\.", -1));
        Map<String, Object> at = root;
        for (String above : keys.subList(0, keys.size() - 1)) {
            var schema = (Map<String, Object>) Objects.requireNonNull(at.get(above));
            at = (Map<String, Object>) Objects.requireNonNull(schema.get("properties"));
        }
        at.put(keys.getLast(), section(section.doc(), section.options(), true));
    }

    private static Map<String, Object> section(String doc, List<Option<?>> options, boolean defaults) {
        var schema = new LinkedHashMap<String, Object>();
        schema.put("description", doc);
        schema.put("type", List.of("object", "null"));
        schema.put("properties", properties(options, defaults));
        schema.put("additionalProperties", false);
        return schema;
    }

    private static Map<String, Object> properties(List<Option<?>> options, boolean defaults) {
        var properties = new LinkedHashMap<String, Object>();
        for (Option<?> option : options) {
            var schema = new LinkedHashMap<String, Object>();
            schema.put("description", option.doc());
            schema.putAll(option.form().schema());
            if (defaults) {
                schema.put("default", option.written(ExtenderConfig.DEFAULT));
            }
            properties.put(option.name(), schema);
        }
        return properties;
    }

    private static Map<String, Object> namespaces() {
        var schema = new LinkedHashMap<String, Object>();
        schema.put("description", Options.NAMESPACES_DOC);
        schema.put("type", List.of("object", "null"));
        schema.put("maxProperties", Options.MAX_NAMESPACES);
        schema.put("propertyNames", Text.NAMESPACE.schema());
        schema.put(
                "additionalProperties",
                section("The policy of one namespace.", Options.ofNamespace("").all(), false));
        return schema;
    }
}
