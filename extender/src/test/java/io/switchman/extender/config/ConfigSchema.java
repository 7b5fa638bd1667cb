package io.switchman.extender.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
                properties.put(section.name(), section(section.doc(), section.options(), true));
            }
            if (section.name().equals(Options.POLICY_SECTION)) {
                properties.put(Options.NAMESPACES, namespaces());
            }
        }
        schema.put("properties", properties);
        schema.put("additionalProperties", false);
        return JsonText.of(schema);
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
