package io.switchman.events.kube;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** The CustomResourceDefinitions of the repository, and their schemas as JSON Schema. */
final class Crds {
    private Crds() {}

    static JsonObject crd(String plural) {
        try {
            return yaml(Files.readString(Path.of("../manifests/crds", plural + ".yaml")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonObject yaml(String text) {
        LoadSettings settings =
                LoadSettings.builder().setSchema(new CoreSchema()).build();
        return new Gson().toJsonTree(new Load(settings).loadFromString(text)).getAsJsonObject();
    }

    static JsonObject schema(JsonObject crd) {
        return crd.getAsJsonObject("spec")
                .getAsJsonArray("versions")
                .get(0)
                .getAsJsonObject()
                .getAsJsonObject("schema")
                .getAsJsonObject("openAPIV3Schema");
    }

    /** What a schema says of an object. Fields it does not name are wrong here; an API server would drop them. */
    static List<String> problems(JsonObject schema, JsonObject object) {
        Schema validator = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(jsonSchema(schema).toString(), InputFormat.JSON);
        return validator.validate(object.toString(), InputFormat.JSON).stream()
                .map(String::valueOf)
                .toList();
    }

    /** OpenAPI's {@code nullable} in words of JSON Schema, and unnamed fields refused where the API server would drop them. */
    private static JsonElement jsonSchema(JsonElement schema) {
        if (schema instanceof JsonArray array) {
            JsonArray copy = new JsonArray();
            array.forEach(item -> copy.add(jsonSchema(item)));
            return copy;
        }
        if (!(schema instanceof JsonObject object)) {
            return schema;
        }
        JsonObject copy = new JsonObject();
        object.asMap().forEach((name, value) -> copy.add(name, jsonSchema(value)));
        if (object.has("nullable") && object.get("nullable").getAsBoolean()) {
            JsonArray types = new JsonArray();
            types.add(object.get("type"));
            types.add("null");
            copy.add("type", types);
        }
        boolean named = object.get("properties") instanceof JsonObject && !object.has("additionalProperties");
        if (named && !object.get("properties").getAsJsonObject().has("properties")) {
            copy.addProperty("additionalProperties", false);
        }
        return copy;
    }
}
