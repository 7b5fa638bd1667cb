package io.switchman.extender.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an option may hold. The same description reads a value, writes it, tells people what is allowed and makes the
 * option's JSON Schema, so these cannot disagree.
 *
 * @param <T> the value as the rest of the program sees it
 */
public sealed interface Form<T> permits OneOf, WholeNumber, Text, Names, MinorVersion, CertaintyForm, FileForm {
    /**
     * The value, or null if it is not allowed.
     *
     * @param value a value of a {@link YamlTree}
     */
    @Nullable
    T read(@Nullable Object value);

    /** The value as it stands in YAML and JSON: a text, a number, or a list of texts. */
    Object write(T value);

    /** What is allowed, in words that follow "allowed are". */
    String allowed();

    /** JSON Schema of an allowed value. */
    Map<String, Object> schema();
}
