package io.switchman.events.machine;

import java.util.List;
import java.util.Map;

/**
 * A value of a YAML document. Scalars stay the text they were written as: under YAML 1.1 an unquoted
 * {@code 0000:01:00.0} is the number 60.0 in base 60, and {@code 1e10} is a number in every version.
 */
sealed interface YamlValue {
    /** Where it begins, from 1. */
    int line();

    /**
     * A text.
     *
     * @param plain whether it was written without quotes, so that null can be told from "null"
     */
    record Scalar(String text, boolean plain, int line) implements YamlValue {
        boolean isNull() {
            return plain && (text.isEmpty() || text.equals("~") || text.equalsIgnoreCase("null"));
        }
    }

    /** A list. */
    record Sequence(List<YamlValue> items, int line) implements YamlValue {}

    /** A mapping, in the order of the document. */
    record Mapping(Map<String, YamlValue> fields, int line) implements YamlValue {}
}
