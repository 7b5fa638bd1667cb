package io.switchman.extender.config;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A whole number within bounds, both of them allowed. {@code 1e4} is whole, as it is for JSON Schema.
 *
 * @param least the least allowed
 * @param most the most allowed
 */
record WholeNumber(long least, long most) implements Form<Long> {
    @Override
    public @Nullable Long read(@Nullable Object value) {
        return value instanceof BigDecimal number && isAllowed(number) ? (Long) number.longValueExact() : null;
    }

    private boolean isAllowed(BigDecimal number) {
        return number.compareTo(BigDecimal.valueOf(least)) >= 0
                && number.compareTo(BigDecimal.valueOf(most)) <= 0
                && number.stripTrailingZeros().scale() <= 0;
    }

    @Override
    public Object write(Long value) {
        return value;
    }

    @Override
    public String allowed() {
        return "whole numbers from " + least + " to " + most;
    }

    @Override
    public Map<String, Object> schema() {
        var schema = new LinkedHashMap<String, Object>();
        schema.put("type", "integer");
        schema.put("minimum", least);
        schema.put("maximum", most);
        return schema;
    }
}
