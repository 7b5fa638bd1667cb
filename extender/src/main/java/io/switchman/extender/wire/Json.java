package io.switchman.extender.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;

/** How we read JSON: strictly, and within bounds. */
final class Json {
    /** Longest string: the whole pod is smaller than etcd's default request limit of 1.5 MiB. */
    private static final int MAX_STRING = 2 << 20;

    private static final int MAX_NAME = 64 << 10;
    private static final int MAX_NUMBER = 256;

    private Json() {}

    /**
     * A factory of parsers. Field names are not interned, because they come from outside and would never be freed. They
     * stay canonicalised, in a table that Jackson keeps small: only so does it parse bytes as bytes and knows their
     * offsets.
     */
    static JsonFactory factory(int maxDepth) {
        return JsonFactory.builder()
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(maxDepth)
                        .maxStringLength(MAX_STRING)
                        .maxNameLength(MAX_NAME)
                        .maxNumberLength(MAX_NUMBER)
                        .build())
                .build();
    }

    /** What a parser complains of, in one line and without the source it quotes. */
    static String reason(IOException e) {
        String text = e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
        String line = String.valueOf(text).lines().findFirst().orElse("unreadable");
        return e instanceof JsonParseException && line.length() > 200 ? line.substring(0, 200) : line;
    }
}
