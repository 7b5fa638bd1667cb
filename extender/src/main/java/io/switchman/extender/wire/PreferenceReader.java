package io.switchman.extender.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.switchman.extender.wire.NodePreferences.Operator;
import io.switchman.extender.wire.NodePreferences.Requirement;
import io.switchman.extender.wire.NodePreferences.Term;
import io.switchman.extender.wire.NodePreferences.Toleration;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a pod prefers, as a stream. No preference is worth failing a pod: what the API server would not have let pass, and
 * what is beyond the bounds of {@link NodePreferences}, is left out. A term that is wrong in part is left out whole, or it
 * would match more nodes than it says.
 */
final class PreferenceReader {
    private static final Map<String, Operator> OPERATORS = Map.of(
            "In", Operator.IN,
            "NotIn", Operator.NOT_IN,
            "Exists", Operator.EXISTS,
            "DoesNotExist", Operator.DOES_NOT_EXIST,
            "Gt", Operator.GT,
            "Lt", Operator.LT);

    /** Stands where a text should be and something else is: no key, value, operator or effect is like it. */
    private static final String NO_TEXT = "\0";

    private static final String NAME_FIELD = "metadata.name";

    private final JsonParser parser;
    private final List<Term> terms = new ArrayList<>();
    private final List<Toleration> tolerations = new ArrayList<>();

    PreferenceReader(JsonParser parser) {
        this.parser = parser;
    }

    NodePreferences preferences() {
        return terms.isEmpty() && tolerations.isEmpty()
                ? NodePreferences.NONE
                : new NodePreferences(terms, tolerations);
    }

    /** Reads {@code spec.affinity}; the parser stands on it. */
    void affinity() throws IOException {
        terms.clear();
        object(field -> {
            if (field.equals("nodeAffinity")) {
                object(inner -> {
                    if (inner.equals("preferredDuringSchedulingIgnoredDuringExecution")) {
                        each(this::term);
                    } else {
                        parser.skipChildren();
                    }
                });
            } else {
                parser.skipChildren();
            }
        });
    }

    /** Reads {@code spec.tolerations}; the parser stands on it. */
    void tolerations() throws IOException {
        tolerations.clear();
        each(this::toleration);
    }

    private void term() throws IOException {
        int[] weight = {0};
        boolean[] whole = {true};
        List<Requirement> labels = new ArrayList<>();
        List<Requirement> fields = new ArrayList<>();
        object(field -> {
            switch (field) {
                case "weight" -> weight[0] = weight();
                case "preference" ->
                    object(inner -> {
                        switch (inner) {
                            case "matchExpressions" -> each(() -> whole[0] &= add(labels, requirement()));
                            case "matchFields" -> each(() -> whole[0] &= add(fields, named(requirement())));
                            default -> parser.skipChildren();
                        }
                    });
                default -> parser.skipChildren();
            }
        });
        boolean isEmpty = labels.isEmpty() && fields.isEmpty();
        if (whole[0] && !isEmpty && weight[0] >= 1 && weight[0] <= 100 && terms.size() < NodePreferences.MAX_TERMS) {
            terms.add(new Term(weight[0], labels, fields));
        }
    }

    private int weight() throws IOException {
        boolean small = parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                && parser.getNumberType() == JsonParser.NumberType.INT;
        int weight = small ? parser.getIntValue() : 0;
        parser.skipChildren();
        return weight;
    }

    private static boolean add(List<Requirement> to, @Nullable Requirement requirement) {
        return requirement != null && to.size() < NodePreferences.MAX_REQUIREMENTS && to.add(requirement);
    }

    /** A requirement, or null if it is wrong. */
    private @Nullable Requirement requirement() throws IOException {
        String[] read = {"", ""};
        List<String> values = new ArrayList<>();
        boolean[] fits = {true};
        object(field -> {
            switch (field) {
                case "key" -> read[0] = text();
                case "operator" -> read[1] = text();
                case "values" ->
                    each(() -> {
                        fits[0] &= parser.currentToken() == JsonToken.VALUE_STRING
                                && values.size() < NodePreferences.MAX_VALUES;
                        if (fits[0]) {
                            values.add(parser.getText());
                        }
                        parser.skipChildren();
                    });
                default -> parser.skipChildren();
            }
        });
        Operator operator = OPERATORS.get(read[1]);
        if (operator == null || !fits[0] || read[0].isEmpty() || read[0].equals(NO_TEXT)) {
            return null;
        }
        boolean counts = switch (operator) {
            case IN, NOT_IN -> !values.isEmpty();
            case EXISTS, DOES_NOT_EXIST -> values.isEmpty();
            case GT, LT -> values.size() == 1 && isNumber(values.getFirst());
        };
        return counts ? new Requirement(read[0], operator, values) : null;
    }

    /** The requirement, if it is one on a node's name by one value; other fields cannot be asked for. */
    private static @Nullable Requirement named(@Nullable Requirement requirement) {
        boolean allowed = requirement != null
                && requirement.key().equals(NAME_FIELD)
                && requirement.values().size() == 1
                && (requirement.operator() == Operator.IN || requirement.operator() == Operator.NOT_IN);
        return allowed ? requirement : null;
    }

    private static boolean isNumber(String text) {
        try {
            Long.parseLong(text);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private void toleration() throws IOException {
        String[] read = {"", "", "", ""};
        object(field -> {
            switch (field) {
                case "key" -> read[0] = text();
                case "operator" -> read[1] = text();
                case "value" -> read[2] = text();
                case "effect" -> read[3] = text();
                default -> parser.skipChildren();
            }
        });
        boolean counts = read[3].isEmpty() || read[3].equals("PreferNoSchedule");
        boolean exists = read[1].equals("Exists");
        boolean equal = (read[1].isEmpty() || read[1].equals("Equal")) && !read[0].isEmpty();
        boolean texts = !List.of(read).contains(NO_TEXT);
        if (counts && texts && (exists || equal) && tolerations.size() < NodePreferences.MAX_TOLERATIONS) {
            tolerations.add(new Toleration(read[0], exists, read[2]));
        }
    }

    /** What to do with the value of a field; the parser stands on it, and on its end afterwards. */
    private interface Field {
        void read(String name) throws IOException;
    }

    /** What to do with an item; as with a field. */
    private interface Item {
        void read() throws IOException;
    }

    private void object(Field field) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            field.read(name);
        }
    }

    private void each(Item item) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            item.read();
        }
    }

    /** A text; as in Go, what is null counts as empty. */
    private String text() throws IOException {
        String text = switch (parser.currentToken()) {
            case VALUE_STRING -> parser.getText();
            case VALUE_NULL -> "";
            default -> NO_TEXT;
        };
        parser.skipChildren();
        return text;
    }
}
