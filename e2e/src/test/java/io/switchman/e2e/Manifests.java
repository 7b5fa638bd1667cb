package io.switchman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.e2e.plane.Caller;
import io.vertx.core.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The files for operators, and what {@code kubectl apply} does with them. */
final class Manifests {
    private static final Path DIRECTORY = Path.of("..", "manifests");

    private Manifests() {}

    /** Applies objects of files, in their order. A field that the API server does not know is a failure. */
    static void apply(Caller caller, String... files) {
        for (String file : files) {
            documents(file).forEach(object -> apply(caller, object));
        }
    }

    /** Applies what a test needs beside the files. */
    static void applyText(Caller caller, String yaml) {
        parse("text", yaml).forEach(object -> apply(caller, object));
    }

    private static void apply(Caller caller, Object object) {
        // As JSON, which is YAML of every version: to the API server a bare word such as on is a boolean, to our writer
        // a text.
        Caller.Answer answer = caller.send(
                "PATCH", path(object) + "?fieldManager=test&fieldValidation=Strict", Caller.APPLY, Json.encode(object));
        assertThat(answer.code()).as("%s: %s", path(object), answer.text()).isBetween(200, 201);
    }

    /** The one object of a kind and a name in a file. */
    static Object find(String file, String kind, String name) {
        return documents(file).stream()
                .filter(object -> kind.equals(at(object, "kind")) && name.equals(at(object, "metadata", "name")))
                .findFirst()
                .orElseThrow(() -> new AssertionError(file + " has no " + kind + " " + name));
    }

    /** The value at a path of names, or null. */
    static @Nullable Object at(@Nullable Object object, String... names) {
        Object at = object;
        for (String name : names) {
            at = at instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return at;
    }

    static String yaml(Object object) {
        return new Dump(DumpSettings.builder().build()).dumpToString(object);
    }

    private static List<Object> documents(String file) {
        try {
            return parse(file, Files.readString(DIRECTORY.resolve(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Object> parse(String label, String text) {
        List<Object> documents = new ArrayList<>();
        new Load(LoadSettings.builder().setLabel(label).build())
                .loadAllFromString(text)
                .forEach(documents::add);
        return documents;
    }

    private static String path(Object object) {
        String version = text(object, "apiVersion");
        String kind = text(object, "kind").toLowerCase(Locale.ROOT);
        String plural = kind.endsWith("y")
                ? kind.substring(0, kind.length() - 1) + "ies"
                : kind + (kind.endsWith("s") ? "es" : "s");
        Object namespace = at(object, "metadata", "namespace");
        return (version.contains("/") ? "/apis/" : "/api/") + version + "/"
                + (namespace == null ? "" : "namespaces/" + namespace + "/")
                + plural + "/" + text(object, "metadata", "name");
    }

    private static String text(Object object, String... names) {
        return String.valueOf(
                Objects.requireNonNull(at(object, names), () -> "no " + List.of(names) + " in " + object));
    }
}
