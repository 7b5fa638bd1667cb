package io.switchman.events.machine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Builds the tree of one YAML document from parser events, one at a time, so that depth, size and what stands behind
 * aliases are bounded before memory is spent. JSON is read too, being YAML.
 */
final class YamlTree {
    /** A mapping or list still open; {@code key} waits for its value. */
    private static final class Open {
        final YamlValue value;
        final @Nullable Anchor anchor;

        @Nullable
        String key;

        Open(YamlValue value, @Nullable Anchor anchor) {
            this.value = value;
            this.anchor = anchor;
        }
    }

    private final String source;
    private final Problems problems;
    private final Deque<Open> open = new ArrayDeque<>();
    private final Map<Anchor, YamlValue> anchors = new HashMap<>();
    private @Nullable YamlValue root;
    private int documents;
    private int values;

    private YamlTree(String source, Problems problems) {
        this.source = source;
        this.problems = problems;
    }

    /** The root value, or null with the problem added. */
    static @Nullable YamlValue parse(String source, String text, Problems problems) {
        YamlTree tree = new YamlTree(source, problems);
        LoadSettings settings = LoadSettings.builder()
                .setLabel(source)
                .setCodePointLimit(Limits.FILE_BYTES)
                .build();
        try {
            for (Event event : new Parse(settings).parseString(text)) {
                if (!tree.accept(event)) {
                    return null;
                }
            }
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            problems.add(source + ":" + line, "not valid YAML: " + e.getProblem());
            return null;
        } catch (YamlEngineException e) {
            problems.add(
                    source + ":1",
                    "not valid YAML: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
            return null;
        }
        if (tree.root == null) {
            problems.add(source, "holds no YAML document");
        }
        return tree.root;
    }

    private boolean accept(Event event) {
        int line = event.getStartMark().map(Mark::getLine).orElse(0) + 1;
        return switch (event) {
            case DocumentStartEvent start ->
                ++documents == 1 || refuse(line, "a second document begins: write one for each file");
            case MappingStartEvent start -> begin(new YamlValue.Mapping(new LinkedHashMap<>(), line), start);
            case SequenceStartEvent start -> begin(new YamlValue.Sequence(new ArrayList<>(), line), start);
            case ScalarEvent scalar -> scalar(scalar, line);
            case AliasEvent alias -> alias(alias, line);
            default -> end(event);
        };
    }

    private boolean begin(YamlValue value, NodeEvent event) {
        if (open.size() == Limits.DEPTH) {
            return refuse(value.line(), "more than " + Limits.DEPTH + " mappings and lists inside each other");
        }
        if (!open.isEmpty() && open.getLast().value instanceof YamlValue.Mapping && open.getLast().key == null) {
            return refuse(value.line(), "a field's name must be a text");
        }
        open.addLast(new Open(value, event.getAnchor().orElse(null)));
        return true;
    }

    private boolean end(Event event) {
        if (event.getEventId() != Event.ID.MappingEnd && event.getEventId() != Event.ID.SequenceEnd) {
            return true;
        }
        Open closed = open.removeLast();
        if (closed.anchor != null) {
            anchors.put(closed.anchor, closed.value);
        }
        return put(closed.value, 1);
    }

    private boolean scalar(ScalarEvent event, int line) {
        if (!open.isEmpty()
                && open.getLast().value instanceof YamlValue.Mapping mapping
                && open.getLast().key == null) {
            if (mapping.fields().containsKey(event.getValue())) {
                return refuse(line, "the field '" + event.getValue() + "' occurs twice");
            }
            open.getLast().key = event.getValue();
            return true;
        }
        YamlValue value = new YamlValue.Scalar(event.getValue(), event.isPlain(), line);
        event.getAnchor().ifPresent(anchor -> anchors.put(anchor, value));
        return put(value, 1);
    }

    private boolean alias(AliasEvent event, int line) {
        // Only finished values have an entry, so no value can hold itself.
        YamlValue value = anchors.get(event.getAlias());
        if (value == null) {
            return refuse(line, "the alias *" + event.getAlias() + " stands for nothing that was finished before it");
        }
        return put(value, size(value));
    }

    private boolean put(YamlValue value, int size) {
        values += size;
        if (values > Limits.YAML_VALUES) {
            return refuse(value.line(), "more than " + Limits.YAML_VALUES + " values");
        }
        if (open.isEmpty()) {
            root = value;
            return true;
        }
        Open parent = open.getLast();
        if (parent.value instanceof YamlValue.Sequence sequence) {
            sequence.items().add(value);
        } else if (parent.value instanceof YamlValue.Mapping mapping) {
            if (parent.key == null) {
                return refuse(value.line(), "a field's name must be a text");
            }
            mapping.fields().put(parent.key, value);
            parent.key = null;
        }
        return true;
    }

    /** Values inside and including this one, each alias counted with all it stands for. */
    private static int size(YamlValue value) {
        return switch (value) {
            case YamlValue.Scalar scalar -> 1;
            case YamlValue.Sequence sequence -> 1 + sizes(List.copyOf(sequence.items()));
            case YamlValue.Mapping mapping ->
                1 + sizes(List.copyOf(mapping.fields().values()));
        };
    }

    private static int sizes(List<YamlValue> values) {
        int sum = 0;
        for (YamlValue value : values) {
            sum = Math.min(Limits.YAML_VALUES, sum + size(value));
        }
        return sum;
    }

    private boolean refuse(int line, String what) {
        problems.add(source + ":" + line, what);
        return false;
    }
}
