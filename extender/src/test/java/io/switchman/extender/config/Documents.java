package io.switchman.extender.config;

import io.switchman.extender.config.ConfigReader.Loaded;
import io.switchman.extender.config.ConfigReader.Rejected;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Documents for tests. */
final class Documents {
    static final String HEAD = """
            apiVersion: switchman.io/v1
            kind: ExtenderConfiguration
            """;

    private Documents() {}

    /** A document with the head that every one needs. */
    static String document(String body) {
        return HEAD + body;
    }

    /** One line that sets a key of a section. */
    static String setting(String key, String value) {
        return document(line(key, value));
    }

    private static String line(String key, String value) {
        int dot = key.indexOf('.');
        return dot < 0 ? key + ": " + value : key.substring(0, dot) + ": {" + line(key.substring(dot + 1), value) + "}";
    }

    static ExtenderConfig load(String yaml) {
        return switch (ConfigReader.read(yaml)) {
            case Loaded(ExtenderConfig config) -> config;
            case Rejected(List<ConfigProblem> problems) -> throw new AssertionError(problems.toString());
        };
    }

    /** The lines about what is wrong; none if nothing is. */
    static List<String> problems(String yaml) {
        return switch (ConfigReader.read(yaml)) {
            case Loaded _ -> List.of();
            case Rejected(List<ConfigProblem> problems) ->
                problems.stream().map(ConfigProblem::toString).toList();
        };
    }

    /** The tree of a document that is YAML. */
    static @Nullable Object tree(String yaml) {
        var problems = new ArrayList<ConfigProblem>();
        Object tree = YamlTree.parse(yaml, problems);
        if (!problems.isEmpty()) {
            throw new AssertionError(problems.toString());
        }
        return tree;
    }
}
