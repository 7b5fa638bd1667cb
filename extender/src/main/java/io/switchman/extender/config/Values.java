package io.switchman.extender.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values of one document. Wrong ones are noted and answered with a default, so that all problems come out at once.
 */
final class Values {
    private final Map<String, Map<String, @Nullable Object>> sections;
    private final List<ConfigProblem> problems;

    /**
     * Values.
     *
     * @param sections what each section says, by its full key
     * @param problems where to note what is wrong
     */
    Values(Map<String, Map<String, @Nullable Object>> sections, List<ConfigProblem> problems) {
        this.sections = sections;
        this.problems = problems;
    }

    <T> T get(Option<T> option) {
        return get(option, option.defaultValue());
    }

    /** The value of an option whose form keeps it within an int. */
    int getInt(Option<Long> option) {
        return Math.toIntExact(get(option));
    }

    <T> T get(Option<T> option, T otherwise) {
        Map<String, @Nullable Object> section = sections.getOrDefault(option.section(), Map.of());
        if (!section.containsKey(option.name())) {
            return otherwise;
        }
        Object written = section.get(option.name());
        T value = option.form().read(written);
        if (value == null) {
            problems.addAll(option.problems(written));
            return otherwise;
        }
        return value;
    }

    /** Notes a problem if the option is not written or is wrong. */
    void require(Option<?> option) {
        Map<String, @Nullable Object> section = sections.getOrDefault(option.section(), Map.of());
        if (section.containsKey(option.name())) {
            get(option);
        } else {
            problems.add(ConfigProblem.missing(option.key(), option.form().allowed()));
        }
    }
}
