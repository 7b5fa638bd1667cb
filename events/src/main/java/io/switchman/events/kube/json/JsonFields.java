package io.switchman.events.kube.json;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.switchman.events.machine.Problems;
import io.switchman.topology.model.PciAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one JSON object, read one by one. What is wrong is added to the problems with the field, its value and
 * what is allowed, and counts as absent; reading goes on.
 */
public final class JsonFields {
    private static final int MAX_SHOWN = 80;

    private final String source;
    private final String path;
    private final Problems problems;
    private final JsonObject object;

    private JsonFields(String source, String path, Problems problems, JsonObject object) {
        this.source = source;
        this.path = path;
        this.problems = problems;
        this.object = object;
    }

    /**
     * The fields of a whole object.
     *
     * @param source what problems call it, such as {@code Node/n1}
     */
    public static JsonFields of(String source, JsonObject object, Problems problems) {
        return new JsonFields(source, "", problems, object);
    }

    public boolean has(String name) {
        return get(name) != null;
    }

    /** The value of a field, or null if it is absent or null. */
    public @Nullable JsonElement get(String name) {
        JsonElement value = object.get(name);
        return value == null || value.isJsonNull() ? null : value;
    }

    /** The fields of an object in a field; none if it is absent or no object. */
    public JsonFields child(String name) {
        JsonElement value = get(name);
        if (value instanceof JsonObject child) {
            return new JsonFields(source, pathOf(name), problems, child);
        }
        if (value != null) {
            problem(name, shown(value) + " is not an object");
        }
        return new JsonFields(source, pathOf(name), problems, new JsonObject());
    }

    /** The fields of each object of a list that stood as a text in a field, at most so many. */
    public List<JsonFields> eachOf(String name, JsonElement list, int max) {
        JsonObject holder = new JsonObject();
        holder.add(name, list);
        return new JsonFields(source, path, problems, holder).each(name, max);
    }

    /** The fields of each object of a list, at most so many; items that are no objects are left out. */
    public List<JsonFields> each(String name, int max) {
        List<JsonFields> all = new ArrayList<>();
        int index = 0;
        for (JsonElement item : list(name, max)) {
            String at = pathOf(name) + "[" + index++ + "]";
            if (item instanceof JsonObject fields) {
                all.add(new JsonFields(source, at, problems, fields));
            } else {
                problems.add(source + " " + at, shown(item) + " is not an object");
            }
        }
        return all;
    }

    /** The items of a list, at most so many; none if it is absent or no list. */
    public List<JsonElement> list(String name, int max) {
        JsonElement value = get(name);
        if (value == null) {
            return List.of();
        }
        if (!value.isJsonArray()) {
            problem(name, shown(value) + " is not a list");
            return List.of();
        }
        List<JsonElement> items = value.getAsJsonArray().asList();
        if (items.size() > max) {
            problem(name, "has " + items.size() + " items; only the first " + max + " count");
            return items.subList(0, max);
        }
        return items;
    }

    /** The texts of a list, at most so many; other items are left out. */
    public List<String> texts(String name, int max) {
        List<String> texts = new ArrayList<>();
        for (JsonElement item : list(name, max)) {
            if (isText(item)) {
                texts.add(item.getAsString());
            } else {
                problem(name, shown(item) + " is not a text");
            }
        }
        return texts;
    }

    /** Names and texts of an object, those whose name passes, at most so many. */
    public Map<String, String> map(String name, int max, Predicate<String> wanted) {
        JsonFields child = child(name);
        Map<String, String> map = new LinkedHashMap<>();
        for (String key : child.names()) {
            if (!wanted.test(key)) {
                continue;
            }
            if (map.size() == max) {
                problem(name, "has more than " + max + " entries; the rest does not count");
                break;
            }
            String text = child.text(key);
            if (text != null) {
                map.put(key, text);
            }
        }
        return map;
    }

    public Iterable<String> names() {
        return object.keySet();
    }

    public @Nullable String text(String name) {
        JsonElement value = get(name);
        if (value == null) {
            return null;
        }
        if (isText(value)) {
            return value.getAsString();
        }
        problem(name, shown(value) + " is not a text");
        return null;
    }

    public String text(String name, String otherwise) {
        String text = text(name);
        return text == null ? otherwise : text;
    }

    /** A text that is not empty, or null. */
    public @Nullable String filled(String name) {
        String text = text(name);
        return text == null || text.isEmpty() ? null : text;
    }

    public boolean truth(String name) {
        JsonElement value = get(name);
        if (value instanceof JsonPrimitive flag && flag.isBoolean()) {
            return flag.getAsBoolean();
        }
        if (value != null) {
            problem(name, shown(value) + " is not true or false");
        }
        return false;
    }

    /** A whole number, or null if it is absent or wrong. */
    public @Nullable Long number(String name, long min, long max) {
        JsonElement value = get(name);
        if (value == null) {
            return null;
        }
        if (value instanceof JsonPrimitive number && number.isNumber()) {
            String text = number.getAsString();
            if (text.matches("-?[0-9]{1,18}") && Long.parseLong(text) >= min && Long.parseLong(text) <= max) {
                return Long.valueOf(text);
            }
        }
        problem(name, shown(value) + " is not a whole number from " + min + " to " + max);
        return null;
    }

    public int number(String name, int otherwise, int min, int max) {
        Long number = number(name, (long) min, (long) max);
        return number == null ? otherwise : number.intValue();
    }

    /** One of several words, or null if it is absent or another. */
    public <V> @Nullable V word(String name, Map<String, V> allowed) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        V value = allowed.get(text);
        if (value == null) {
            problem(name, shown(text) + " is not allowed; allowed are " + String.join(", ", allowed.keySet()));
        }
        return value;
    }

    /** A PCI address, or null if it is absent or wrong. */
    public @Nullable PciAddress address(String name) {
        String text = filled(name);
        PciAddress address = text == null ? null : PciAddress.parse(text);
        if (text != null && address == null) {
            problem(name, shown(text) + " is not a PCI address such as 0000:3b:00.0");
        }
        return address;
    }

    public void problem(String name, String what) {
        problems.add(source + " " + pathOf(name), what);
    }

    public String source() {
        return source;
    }

    public String pathOf(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    public Problems problems() {
        return problems;
    }

    /** A text as messages show it: quoted, without line ends, not long. */
    public static String shown(String text) {
        String brief = text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "…" : text;
        return "'" + brief.replaceAll("\\p{Cntrl}", " ") + "'";
    }

    private static String shown(JsonElement value) {
        return value.isJsonPrimitive() ? shown(value.getAsString()) : value.isJsonArray() ? "a list" : "an object";
    }

    private static boolean isText(JsonElement value) {
        return value instanceof JsonPrimitive primitive && primitive.isString();
    }
}
