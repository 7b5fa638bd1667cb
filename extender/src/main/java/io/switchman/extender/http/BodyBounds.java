package io.switchman.extender.http;

import io.switchman.extender.config.Limit;
import io.switchman.extender.config.Limits;
import org.jspecify.annotations.Nullable;

/**
 * How much of a body is taken.
 *
 * @param bytes most bytes
 * @param limit which limit that is, or null where it is the page's own
 * @param millis longest time, milliseconds
 */
record BodyBounds(long bytes, @Nullable Limit limit, long millis) {
    static BodyBounds of(Limits limits) {
        return new BodyBounds(limits.bodyBytes(), Limit.BODY_BYTES, limits.bodyMillis());
    }

    /** The same with fewer bytes. */
    BodyBounds atMost(long fewer) {
        return fewer < bytes ? new BodyBounds(fewer, null, millis) : this;
    }

    BodyCollector.Refused tooLarge() {
        String key = limit == null ? "" : " (limits." + limit.key() + ")";
        return new BodyCollector.Refused(413, "the body is larger than " + bytes + " bytes" + key, limit);
    }

    BodyCollector.Refused tooSlow() {
        return new BodyCollector.Refused(
                408, "the body took longer than " + millis + " ms (limits.bodyMillis)", Limit.BODY_MILLIS);
    }
}
