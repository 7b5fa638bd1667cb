package io.switchman.events.kube.feed;

import java.time.Duration;

/** A list or watch that failed. */
public final class SourceException extends Exception {
    /** Why, as far as it matters for what to do next. */
    public enum Reason {
        /** The version or the part of a list that was asked for is too old (410). */
        EXPIRED,
        /** There is no such kind (404). */
        NOT_FOUND,
        /** We may not (401, 403). */
        REFUSED,
        /** Later (429). */
        BUSY,
        /** No answer, a broken one, or the server has a problem of its own. */
        UNAVAILABLE,
        /** An answer that is not what it should be. */
        GARBLED,
        /** More objects than are taken. */
        TOO_MANY
    }

    private final Reason reason;
    private final Duration retryAfter;

    public SourceException(Reason reason, String message) {
        this(reason, message, Duration.ZERO);
    }

    /**
     * With a wait that the server asked for.
     *
     * @param retryAfter zero where it did not
     */
    public SourceException(Reason reason, String message, Duration retryAfter) {
        super(message, null, false, false);
        this.reason = reason;
        this.retryAfter = retryAfter;
    }

    public Reason reason() {
        return reason;
    }

    public Duration retryAfter() {
        return retryAfter;
    }

    /** Reason and message in one line. */
    public String described() {
        return reason + ": " + getMessage();
    }
}
