package io.switchman.extender.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A list of different names.
 *
 * @param name each of them
 * @param least how many there must be
 */
record Names(Text name, int least) implements Form<List<String>> {
    static final int MAX = 64;

    @Override
    public @Nullable List<String> read(@Nullable Object value) {
        if (!(value instanceof List<?> items) || items.size() < least || items.size() > MAX) {
            return null;
        }
        var names = new ArrayList<String>();
        for (Object item : items) {
            String read = name.read(item);
            if (read == null) {
                return null;
            }
            names.add(read);
        }
        return Set.copyOf(names).size() == names.size() ? List.copyOf(names) : null;
    }

    /** What is wrong with a value that cannot be read: each wrong item, or the whole. */
    List<ConfigProblem> problems(String key, @Nullable Object value) {
        var problems = new ArrayList<ConfigProblem>();
        if (value instanceof List<?> items && items.size() <= MAX) {
            for (int i = 0; i < items.size(); i++) {
                Object item = items.get(i);
                String place = key + "[" + i + "]";
                if (name.read(item) == null) {
                    problems.add(ConfigProblem.notAllowed(place, item, name.allowed()));
                } else if (items.indexOf(item) < i) {
                    problems.add(ConfigProblem.other(place, ConfigProblem.show(item) + " stands in the list before"));
                }
            }
        }
        return problems.isEmpty() ? List.of(ConfigProblem.notAllowed(key, value, allowed())) : problems;
    }

    @Override
    public Object write(List<String> value) {
        return value;
    }

    @Override
    public String allowed() {
        return "lists of " + least + " to " + MAX + " different " + name.allowed();
    }

    @Override
    public Map<String, Object> schema() {
        var schema = new LinkedHashMap<String, Object>();
        schema.put("type", "array");
        schema.put("items", name.schema());
        schema.put("minItems", least);
        schema.put("maxItems", MAX);
        schema.put("uniqueItems", true);
        return schema;
    }
}
