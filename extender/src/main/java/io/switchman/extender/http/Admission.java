package io.switchman.extender.http;

import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** Whether a caller is answered at all. A caller that is not has to come back on another connection. */
public interface Admission {
    /** Takes everybody. */
    Admission EVERYBODY = _ -> null;

    /** Why this call is turned away, or null if it is not. Runs on the event loop, for each call. */
    @Nullable
    Denial deny(HttpServerRequest request);

    /** Takes those that both take. */
    default Admission and(Admission other) {
        return request -> {
            Denial denial = deny(request);
            return denial == null ? other.deny(request) : denial;
        };
    }

    /**
     * A call turned away.
     *
     * @param status the HTTP status
     * @param text why, for the caller's log
     */
    record Denial(int status, String text) {}
}
