package io.switchman.events.kube.client;

import io.switchman.events.kube.feed.SourceException;
import io.switchman.events.kube.feed.SourceException.Reason;
import java.time.Duration;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** What an answer of the API server means that is not the one hoped for. */
final class Answers {
    private static final int GONE = 410;
    private static final int NOT_FOUND = 404;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    private Answers() {}

    static Reason reason(int code) {
        return switch (code) {
            case GONE -> Reason.EXPIRED;
            case NOT_FOUND -> Reason.NOT_FOUND;
            case UNAUTHORIZED, FORBIDDEN -> Reason.REFUSED;
            case TOO_MANY_REQUESTS -> Reason.BUSY;
            default -> code >= SERVER_ERROR || code == 0 ? Reason.UNAVAILABLE : Reason.GARBLED;
        };
    }

    static SourceException failure(Response response, String path) {
        Duration wait = retryAfter(response.header("Retry-After"));
        return new SourceException(reason(response.code()), response.code() + " from " + path, wait);
    }

    /** Seconds alone: API servers write no dates there. */
    private static Duration retryAfter(@Nullable String header) {
        return header != null && header.matches("[0-9]{1,6}")
                ? Duration.ofSeconds(Integer.parseInt(header))
                : Duration.ZERO;
    }
}
