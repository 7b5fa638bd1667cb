package io.switchman.extender.http;

import io.switchman.extender.config.Limit;
import io.switchman.extender.wire.MalformedRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Why a request is not served, as the client and the meters see it.
 *
 * @param status the HTTP status
 * @param text what was wrong, for the client
 * @param limit the limit it went beyond, or null
 */
record Fault(int status, String text, @Nullable Limit limit) {
    private static final Logger LOG = LoggerFactory.getLogger(Fault.class);

    /** What a failure means; one that nobody foresaw is logged, and the client learns nothing of it. */
    static Fault of(Throwable cause, @Nullable String path) {
        return switch (cause) {
            case BodyCollector.Refused refused ->
                new Fault(refused.status(), String.valueOf(refused.getMessage()), refused.limit());
            case MalformedRequest malformed -> new Fault(400, String.valueOf(malformed.getMessage()), limit(malformed));
            default -> {
                LOG.atError().setCause(cause).addKeyValue("path", path).log("a call failed: this is a defect");
                yield new Fault(500, "internal error, see the log", null);
            }
        };
    }

    void countIn(VerbMeter meter) {
        if (limit != null) {
            meter.limitHit(limit, 1);
        }
    }

    private static @Nullable Limit limit(MalformedRequest malformed) {
        String key = malformed.limit();
        return key == null ? null : Limit.of(key);
    }
}
