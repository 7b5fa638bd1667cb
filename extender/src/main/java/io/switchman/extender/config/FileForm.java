package io.switchman.extender.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A file, or none. A relative path would mean another file in each working directory, so it is refused. */
record FileForm() implements Form<Optional<Path>> {
    private static final String UNSET = "unset";
    private static final Pattern FILE = Pattern.compile("unset|/[^\\x00-\\x1f\\x7f]{1,4095}");

    @Override
    @SuppressWarnings("NullableOptional") // null is a value that is not allowed, empty one that says there is no file
    public @Nullable Optional<Path> read(@Nullable Object value) {
        if (!(value instanceof String text) || !FILE.matcher(text).matches()) {
            return null;
        }
        return text.equals(UNSET) ? Optional.empty() : Optional.of(Path.of(text));
    }

    @Override
    public Object write(Optional<Path> value) {
        return value.map(Path::toString).orElse(UNSET);
    }

    @Override
    public String allowed() {
        return UNSET + ", and absolute paths like /etc/switchman/tls.crt";
    }

    @Override
    public Map<String, Object> schema() {
        var schema = new LinkedHashMap<String, Object>();
        schema.put("type", "string");
        schema.put("pattern", "^(" + FILE + ")$");
        return schema;
    }
}
