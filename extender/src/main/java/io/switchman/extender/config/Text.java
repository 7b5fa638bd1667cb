package io.switchman.extender.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A text of a certain form.
 *
 * @param pattern what the whole text matches, in the common part of Java's and JavaScript's expressions
 * @param allowed what that means
 */
record Text(Pattern pattern, String allowed) implements Form<String> {
    private static final String DOMAIN = "[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?";

    /** A name or address to listen on; an IPv6 address may have a zone. */
    static final Text HOST = of(
            "[A-Za-z0-9]([-A-Za-z0-9.]{0,251}[A-Za-z0-9])?" + "|(?=.*:.*:)[0-9A-Fa-f:.]{2,45}(%[-A-Za-z0-9_.]{1,15})?",
            "host names and IP addresses");

    static final Text NAMESPACE = of(
            "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?",
            "namespace names: up to 63 lower-case letters, digits and dashes, with no dash at either end");

    static final Text RESOURCE =
            of(DOMAIN + "/[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?", "resource names like example.com/name");

    /** A resource name with at most one {@code {rail}} and any {@code *} behind the slash. */
    static final Text RESOURCE_PATTERN = of(
            DOMAIN + "/(?=[A-Za-z0-9*{])(?=.*[A-Za-z0-9*}]$)[-A-Za-z0-9_.*]{0,63}(\\{rail\\}[-A-Za-z0-9_.*]{0,63})?",
            "resource names like example.com/name, with {rail} for the number of a rail and * for anything in the name");

    /** A name in a certificate, as a subject's common name or an alternative name of any kind. */
    static final Text CLIENT_NAME = of(
            "[!-~]([ -~]{0,253}[!-~])?", "names of up to 255 printable ASCII characters, with no space at either end");

    private static Text of(String expression, String allowed) {
        return new Text(Pattern.compile(expression), allowed);
    }

    @Override
    public @Nullable String read(@Nullable Object value) {
        return value instanceof String text && pattern.matcher(text).matches() ? text : null;
    }

    @Override
    public Object write(String value) {
        return value;
    }

    @Override
    public Map<String, Object> schema() {
        var schema = new LinkedHashMap<String, Object>();
        schema.put("type", "string");
        schema.put("pattern", "^(" + pattern + ")$");
        return schema;
    }
}
