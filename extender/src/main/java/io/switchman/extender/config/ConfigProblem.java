package io.switchman.extender.config;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Something that cannot stand as it was written. {@link #toString} is the line for people.
 *
 * @param key the full key, or the place in the text if there is no key
 * @param value what was written, shortened; empty if the key itself is the problem
 * @param allowed what may be written instead; empty if that cannot be said in general
 * @param text what is wrong
 */
public record ConfigProblem(String key, String value, String allowed, String text) {
    /** The key of problems that concern the whole text. */
    public static final String DOCUMENT = "document";

    private static final int SHOWN_CHARACTERS = 80;
    private static final Pattern CONFUSING =
            Pattern.compile("|\\s.*|.*\\s|[-+.]?[0-9][-+.0-9eE]*|true|false|null|~", Pattern.DOTALL);

    /** A value outside of what its key allows. */
    public static ConfigProblem notAllowed(String key, @Nullable Object value, String allowed) {
        String shown = show(value);
        return new ConfigProblem(key, shown, allowed, shown + " is not allowed; " + allowedAre(allowed));
    }

    /** A key that must be written and is not. */
    public static ConfigProblem missing(String key, String allowed) {
        return new ConfigProblem(key, "", allowed, "is missing; " + allowedAre(allowed));
    }

    /**
     * A key that nobody reads.
     *
     * @param known the keys that could stand in its place
     * @param nearest the known key that was probably meant, if any
     */
    public static ConfigProblem unknownKey(String key, Collection<String> known, @Nullable String nearest) {
        String allowed = String.join(", ", known);
        String advice = nearest == null ? "; " + allowedAre(allowed) : ". Maybe " + nearest;
        return new ConfigProblem(shorten(key), "", allowed, "is not a known key" + advice);
    }

    /** Anything else, in a sentence that follows the key. */
    public static ConfigProblem other(String key, String text) {
        return new ConfigProblem(key, "", "", text);
    }

    /** A value as messages show it: never long, never on two lines, and in quotes where it could be misread. */
    public static String show(@Nullable Object value) {
        return switch (value) {
            case null -> "an empty value";
            case Map<?, ?> _ -> "a mapping";
            case List<?> _ -> "a list";
            case BigDecimal number -> shorten(number.toString());
            case String text when CONFUSING.matcher(text).matches() -> '"' + shorten(text) + '"';
            default -> shorten(value.toString());
        };
    }

    private static String allowedAre(String allowed) {
        return (allowed.indexOf(' ') < 0 ? "allowed is " : "allowed are ") + allowed;
    }

    private static String shorten(String text) {
        var shown = new StringBuilder();
        text.codePoints().limit(SHOWN_CHARACTERS).forEach(c -> shown.appendCodePoint(isPrintable(c) ? c : '\uFFFD'));
        int all = text.codePointCount(0, text.length());
        return all <= SHOWN_CHARACTERS ? shown.toString() : shown + "... (" + all + " characters)";
    }

    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    @Override
    public String toString() {
        return key + ": " + text;
    }
}
