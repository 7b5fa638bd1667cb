package io.switchman.extender;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * An object in a file for operators.
 *
 * @param file below {@code manifests}
 */
record Manifest(String file, Map<?, ?> tree) {
    private static final Path DIRECTORY = Document.ROOT.resolve("manifests");

    /** All of all YAML files. */
    static List<Manifest> all() {
        try (Stream<Path> paths = Files.walk(DIRECTORY)) {
            return paths.filter(path -> path.toString().endsWith(".yaml"))
                    .sorted()
                    .flatMap(path -> in(DIRECTORY.relativize(path).toString()).stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those of one file. */
    static List<Manifest> in(String file) {
        String text = Document.of("manifests/" + file).text();
        List<Manifest> objects = new ArrayList<>();
        for (Object tree : yaml(file).loadAllFromString(text)) {
            objects.add(new Manifest(file, (Map<?, ?>) Objects.requireNonNull(tree)));
        }
        return objects;
    }

    /** The one of a kind and a name in a file. */
    static Manifest of(String file, String kind, String name) {
        return in(file).stream()
                .filter(object -> object.kind().equals(kind) && object.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(file + " has no " + kind + " " + name));
    }

    String kind() {
        return text("kind");
    }

    String name() {
        return text("metadata", "name");
    }

    /** Its identity in a cluster. */
    String id() {
        return text("apiVersion") + " " + kind() + " " + at("metadata", "namespace") + "/" + name();
    }

    /** The value at a path of names, or null. */
    @Nullable
    Object at(String... names) {
        return at(tree, names);
    }

    static @Nullable Object at(@Nullable Object from, String... names) {
        Object at = from;
        for (String name : names) {
            at = at instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return at;
    }

    String text(String... names) {
        return String.valueOf(
                Objects.requireNonNull(at(names), () -> file + " has no " + List.of(names) + " in " + tree));
    }

    /** A list in it; an empty one where there is none. */
    List<?> list(String... names) {
        return list(tree, names);
    }

    static List<?> list(Object from, String... names) {
        return at(from, names) instanceof List<?> list ? list : List.of();
    }

    /** Another document, the content of a ConfigMap. */
    Map<?, ?> inner(String key) {
        return (Map<?, ?>) Objects.requireNonNull(yaml(file).loadFromString(text("data", key)));
    }

    /** Shows every key and value of every mapping in it. */
    void visit(BiConsumer<String, Object> visitor) {
        visit(tree, visitor);
    }

    private static void visit(Object value, BiConsumer<String, Object> visitor) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, inner) -> {
                if (inner != null) {
                    visitor.accept(String.valueOf(key), inner);
                    visit(inner, visitor);
                }
            });
        } else if (value instanceof List<?> list) {
            list.forEach(inner -> visit(inner, visitor));
        }
    }

    private static Load yaml(String label) {
        return new Load(LoadSettings.builder().setLabel(label).build());
    }
}
