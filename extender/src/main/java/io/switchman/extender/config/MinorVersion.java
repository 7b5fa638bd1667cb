package io.switchman.extender.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A Kubernetes release such as {@code "1.36"}, kept as its minor version. It must be a text, because without quotes 1.40
 * is the number 1.4.
 */
record MinorVersion() implements Form<Integer> {
    private static final Pattern VERSION = Pattern.compile("1\\.(3[0-9]|[4-9][0-9]|[1-9][0-9]{2})");

    @Override
    public @Nullable Integer read(@Nullable Object value) {
        if (!(value instanceof String text)) {
            return null;
        }
        Matcher version = VERSION.matcher(text);
        return version.matches() ? Integer.valueOf(version.group(1)) : null;
    }

    @Override
    public Object write(Integer value) {
        return "1." + value;
    }

    @Override
    public String allowed() {
        return "versions from \"1.30\" to \"1.999\", in quotes";
    }

    @Override
    public Map<String, Object> schema() {
        var schema = new LinkedHashMap<String, Object>();
        schema.put("type", "string");
        schema.put("pattern", "^" + VERSION + "$");
        return schema;
    }
}
