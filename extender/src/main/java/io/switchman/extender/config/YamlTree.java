package io.switchman.extender.config;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A YAML 1.2 document as a tree of {@code Map}, {@code List}, {@code String}, {@code BigDecimal}, {@code Boolean} and
 * null. Keys are always texts, as they were written.
 */
final class YamlTree {
    static final int MAX_DEPTH = 16;
    static final int MAX_ALIASES = 1_000;

    /** A longer number stays a text, as parsing it would take long. */
    private static final int MAX_NUMBER_CHARACTERS = 64;

    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setLabel("configuration")
            .setCodePointLimit(ConfigReader.MAX_BYTES)
            .setMaxAliasesForCollections(MAX_ALIASES)
            .build();

    private final List<ConfigProblem> problems;

    /** Every node is converted once, however many aliases it has. */
    private final IdentityHashMap<Node, @Nullable Object> converted = new IdentityHashMap<>();

    private YamlTree(List<ConfigProblem> problems) {
        this.problems = problems;
    }

    /**
     * The root, or null if the text has none.
     *
     * @param problems where to note what is wrong; what could not be read is null in the tree
     */
    static @Nullable Object parse(String text, List<ConfigProblem> problems) {
        try {
            ConfigProblem tooMuch = exceeded(text);
            if (tooMuch != null) {
                problems.add(tooMuch);
                return null;
            }
            Node root = new Compose(SETTINGS).composeString(text).orElse(null);
            return root == null ? null : new YamlTree(problems).convert("", root);
        } catch (MarkedYamlEngineException e) {
            Mark mark = e.getProblemMark().or(e::getContextMark).orElse(null);
            String place = mark == null ? ConfigProblem.DOCUMENT : line(mark) + ", column " + (mark.getColumn() + 1);
            problems.add(ConfigProblem.other(place, "is not YAML: " + ConfigProblem.show(e.getProblem())));
        } catch (YamlEngineException e) {
            problems.add(ConfigProblem.other(
                    ConfigProblem.DOCUMENT, "is not YAML: " + ConfigProblem.show(String.valueOf(e.getMessage()))));
        }
        return null;
    }

    /** Looks at the events alone, because building a deep tree takes as deep a stack. */
    private static @Nullable ConfigProblem exceeded(String text) {
        int depth = 0;
        int aliases = 0;
        for (Event event : new Parse(SETTINGS).parseString(text)) {
            switch (event.getEventId()) {
                case MappingStart, SequenceStart -> depth++;
                case MappingEnd, SequenceEnd -> depth--;
                case Alias -> aliases++;
                default -> {}
            }
            if (depth > MAX_DEPTH || aliases > MAX_ALIASES) {
                return ConfigProblem.other(
                        event.getStartMark().map(YamlTree::line).orElse(ConfigProblem.DOCUMENT),
                        depth > MAX_DEPTH
                                ? "nests deeper than " + MAX_DEPTH + " levels"
                                : "has more than " + MAX_ALIASES + " aliases");
            }
        }
        return null;
    }

    private @Nullable Object convert(String path, Node node) {
        if (node.isRecursive()) {
            problems.add(ConfigProblem.other(path.isEmpty() ? ConfigProblem.DOCUMENT : path, "contains itself"));
            return null;
        }
        if (converted.containsKey(node)) {
            return converted.get(node);
        }
        Object value = switch (node) {
            case ScalarNode scalar -> scalar(scalar);
            case SequenceNode sequence -> list(path, sequence);
            case MappingNode mapping -> map(path, mapping);
            default -> throw new IllegalStateException("unexpected node " + node.getNodeType());
        };
        converted.put(node, value);
        return value;
    }

    private List<@Nullable Object> list(String path, SequenceNode sequence) {
        var list = new ArrayList<@Nullable Object>();
        for (Node item : sequence.getValue()) {
            list.add(convert(path + "[" + list.size() + "]", item));
        }
        return list;
    }

    private Map<String, @Nullable Object> map(String path, MappingNode mapping) {
        var map = new LinkedHashMap<String, @Nullable Object>();
        var marks = new LinkedHashMap<String, String>();
        for (NodeTuple entry : mapping.getValue()) {
            String key = key(entry.getKeyNode());
            String line = entry.getKeyNode().getStartMark().map(YamlTree::line).orElse("?");
            String full = path.isEmpty() ? key : path + "." + key;
            String first = marks.putIfAbsent(key, line);
            if (first == null) {
                map.put(key, convert(full, entry.getValueNode()));
            } else {
                problems.add(ConfigProblem.other(full, "stands twice, in " + first + " and " + line));
            }
        }
        return map;
    }

    private static String key(Node node) {
        return switch (node) {
            case ScalarNode scalar when !scalar.getValue().isEmpty() -> scalar.getValue();
            case ScalarNode _ -> "\"\"";
            case SequenceNode _ -> "[...]";
            default -> "{...}";
        };
    }

    private static @Nullable Object scalar(ScalarNode scalar) {
        String text = scalar.getValue();
        Tag tag = scalar.getTag();
        if (tag.equals(Tag.NULL)) {
            return null;
        }
        if (tag.equals(Tag.BOOL)) {
            return Boolean.valueOf(text);
        }
        if ((tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) && text.length() <= MAX_NUMBER_CHARACTERS) {
            try {
                return new BigDecimal(text);
            } catch (NumberFormatException _) {
                return text; // .inf, .nan, or a tag that does not fit
            }
        }
        return text;
    }

    private static String line(Mark mark) {
        return "line " + (mark.getLine() + 1);
    }
}
