package io.switchman.extender.config;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One thing that can be set: all that the reader, the writer, the JSON Schema and the documentation need to know of it.
 *
 * @param section the key that it stands under; empty at the top
 * @param name its key there
 * @param form what it may hold
 * @param value where it lies in a configuration
 * @param doc what it does, in one sentence
 */
record Option<T>(String section, String name, Form<T> form, Function<ExtenderConfig, T> value, String doc) {
    /** The full key, such as {@code limits.bodyBytes}. */
    String key() {
        return section.isEmpty() ? name : section + "." + name;
    }

    T defaultValue() {
        return value.apply(ExtenderConfig.DEFAULT);
    }

    /** The value in a configuration, as YAML and JSON have it. */
    Object written(ExtenderConfig config) {
        return form.write(value.apply(config));
    }

    /** What is wrong with a value that the form does not allow. */
    List<ConfigProblem> problems(@Nullable Object wrong) {
        return form instanceof Names names
                ? names.problems(key(), wrong)
                : List.of(ConfigProblem.notAllowed(key(), wrong, form.allowed()));
    }
}
