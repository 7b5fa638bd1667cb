package io.switchman.extender.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One word of a few.
 *
 * @param words what each word means
 */
public record OneOf<T>(Map<String, T> words) implements Form<T> {
    public OneOf {
        words = Collections.unmodifiableMap(new LinkedHashMap<>(words));
    }

    /** One text that must stand as it is. */
    static OneOf<String> only(String text) {
        return new OneOf<>(Map.of(text, text));
    }

    /** Constants in lower case with dashes. */
    static <E extends Enum<E>> OneOf<E> lowerCase(List<E> constants) {
        return of(constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-'), constants);
    }

    /** Constants by their names. */
    static <E extends Enum<E>> OneOf<E> named(List<E> constants) {
        return of(Enum::name, constants);
    }

    private static <E extends Enum<E>> OneOf<E> of(Function<E, String> spelling, List<E> constants) {
        var words = new LinkedHashMap<String, E>();
        constants.forEach(constant -> words.put(spelling.apply(constant), constant));
        return new OneOf<>(words);
    }

    @Override
    public @Nullable T read(@Nullable Object value) {
        return value instanceof String word ? words.get(word) : null;
    }

    @Override
    public String write(T value) {
        for (var word : words.entrySet()) {
            if (word.getValue().equals(value)) {
                return word.getKey();
            }
        }
        throw new IllegalArgumentException("no word for " + value + " among " + words.keySet());
    }

    @Override
    public String allowed() {
        return String.join(", ", words.keySet());
    }

    @Override
    public Map<String, Object> schema() {
        var schema = new LinkedHashMap<String, Object>();
        schema.put("type", "string");
        schema.put("enum", List.copyOf(words.keySet()));
        return schema;
    }
}
