package io.switchman.events.cases;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value with the path that leads to it, for messages.
 *
 * @param value a map, list, text, number, truth value or null
 */
record Json(String path, @Nullable Object value) {
    Json get(String field) throws CaseException {
        if (!(value instanceof Map<?, ?> map)) {
            throw wrong("an object");
        }
        return new Json(path + "." + field, map.get(field));
    }

    boolean absent() {
        return value == null;
    }

    List<Json> items() throws CaseException {
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list)) {
            throw wrong("an array");
        }
        List<Json> items = new ArrayList<>();
        for (Object item : list) {
            items.add(new Json(path + "[" + items.size() + "]", item));
        }
        return items;
    }

    Map<String, Json> fields() throws CaseException {
        if (value == null) {
            return Map.of();
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw wrong("an object");
        }
        Map<String, Json> fields = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String name = String.valueOf(entry.getKey());
            fields.put(name, new Json(path + "." + name, entry.getValue()));
        }
        return fields;
    }

    String text(String otherwise) throws CaseException {
        String text = textOrNull();
        return text == null || text.isEmpty() ? otherwise : text;
    }

    @Nullable
    String textOrNull() throws CaseException {
        if (value == null) {
            return null;
        }
        if (!(value instanceof String text)) {
            throw wrong("a text");
        }
        return text;
    }

    int number(int otherwise, int max) throws CaseException {
        Integer number = numberOrNull(max);
        return number == null ? otherwise : number;
    }

    @Nullable
    Integer numberOrNull(int max) throws CaseException {
        if (value == null) {
            return null;
        }
        if (!(value instanceof Integer number) || number < 0 || number > max) {
            throw wrong("a number from 0 to " + max);
        }
        return number;
    }

    boolean truth() throws CaseException {
        if (value == null) {
            return false;
        }
        if (!(value instanceof Boolean truth)) {
            throw wrong("true or false");
        }
        return truth;
    }

    CaseException wrong(String wanted) {
        return new CaseException(path + ": " + value + " is not " + wanted);
    }
}
