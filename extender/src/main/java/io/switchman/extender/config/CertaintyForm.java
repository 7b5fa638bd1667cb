package io.switchman.extender.config;

import io.switchman.topology.placement.MinCertainty;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How sure an aligned placement must be. */
public record CertaintyForm() implements Form<MinCertainty> {
    /** What an annotation may say. */
    public static final String ALLOWED = "certain, and numbers from 0 to 1 like 0.25";

    private static final String UNSET = "unset";
    private static final String CERTAIN = "certain";
    private static final Pattern NUMBER = Pattern.compile("0(\\.[0-9]{1,9})?|1(\\.0{1,9})?");

    /** The certainty that an annotation's text asks for, or null if the text is not allowed. */
    public static @Nullable MinCertainty parse(String text) {
        if (text.equals(CERTAIN)) {
            return MinCertainty.CERTAIN;
        }
        return NUMBER.matcher(text).matches() ? new MinCertainty.Chance(Double.parseDouble(text)) : null;
    }

    @Override
    public @Nullable MinCertainty read(@Nullable Object value) {
        if (value instanceof String text) {
            return text.equals(UNSET) ? MinCertainty.UNSET : text.equals(CERTAIN) ? MinCertainty.CERTAIN : null;
        }
        return value instanceof BigDecimal number && isAllowed(number)
                ? new MinCertainty.Chance(number.doubleValue())
                : null;
    }

    private static boolean isAllowed(BigDecimal number) {
        return number.signum() >= 0 && number.compareTo(BigDecimal.ONE) <= 0;
    }

    @Override
    public Object write(MinCertainty value) {
        return switch (value) {
            case MinCertainty.Unset _ -> UNSET;
            case MinCertainty.Certain _ -> CERTAIN;
            case MinCertainty.Chance(double least) -> new BigDecimal(Double.toString(least));
        };
    }

    @Override
    public String allowed() {
        return UNSET + ", " + ALLOWED;
    }

    @Override
    public Map<String, Object> schema() {
        var number = new LinkedHashMap<String, Object>();
        number.put("type", "number");
        number.put("minimum", 0L);
        number.put("maximum", 1L);
        return Map.of("anyOf", List.of(Map.of("enum", List.of(UNSET, CERTAIN)), number));
    }
}
