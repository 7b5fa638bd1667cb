package io.switchman.extender.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a configuration from YAML and reports all problems at once. */
public final class ConfigReader {
    /** Largest document. */
    public static final int MAX_BYTES = 1 << 20;

    /** More problems than these are counted, not listed. */
    static final int MAX_PROBLEMS = 1_000;

    private ConfigReader() {}

    /** What came of reading. */
    public sealed interface Result permits Loaded, Rejected {}

    /** A configuration without problems. */
    public record Loaded(ExtenderConfig config) implements Result {}

    /** All that is wrong, at least one thing. */
    public record Rejected(List<ConfigProblem> problems) implements Result {
        public Rejected {
            problems = List.copyOf(problems);
        }
    }

    /**
     * Reads a stream of UTF-8 to its end, or to where it becomes too long.
     *
     * @throws IOException if the stream cannot be read
     */
    public static Result read(InputStream stream) throws IOException {
        return read(stream.readNBytes(MAX_BYTES + 1));
    }

    public static Result read(String yaml) {
        return read(yaml.getBytes(StandardCharsets.UTF_8));
    }

    private static Result read(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            return rejected("is longer than " + MAX_BYTES + " bytes");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return interpret(text);
        } catch (CharacterCodingException _) {
            return rejected("is not UTF-8");
        }
    }

    private static Result interpret(String text) {
        var problems = new ArrayList<ConfigProblem>();
        Object tree = YamlTree.parse(text, problems);
        if (tree == null && !problems.isEmpty()) {
            return rejected(problems);
        }
        if (tree != null && !(tree instanceof Map)) {
            return rejected(ConfigProblem.show(tree) + " is not allowed; allowed are keys with values");
        }
        var layout = new Layout(root(tree), problems);
        ExtenderConfig config = Options.build(new Values(layout.sections(), problems), layout.namespaces());
        if (problems.isEmpty()) {
            Contradictions.find(config, problems);
        }
        return problems.isEmpty() ? new Loaded(config) : rejected(problems);
    }

    @SuppressWarnings("unchecked") // a YamlTree has texts for keys
    private static Map<String, @Nullable Object> root(@Nullable Object tree) {
        return tree == null ? Map.of() : (Map<String, @Nullable Object>) tree;
    }

    private static Rejected rejected(String text) {
        return rejected(List.of(ConfigProblem.other(ConfigProblem.DOCUMENT, text)));
    }

    private static Rejected rejected(List<ConfigProblem> problems) {
        if (problems.size() <= MAX_PROBLEMS) {
            return new Rejected(problems);
        }
        var first = new ArrayList<>(problems.subList(0, MAX_PROBLEMS));
        int more = problems.size() - MAX_PROBLEMS;
        first.add(ConfigProblem.other(ConfigProblem.DOCUMENT, "has " + more + " more problems"));
        return new Rejected(first);
    }
}
