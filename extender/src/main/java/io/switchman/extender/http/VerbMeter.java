package io.switchman.extender.http;

import io.switchman.extender.app.Tally.Verb;
import io.switchman.extender.config.Limit;

/** Who measures calls. */
public interface VerbMeter {
    /** A body arrived. */
    void size(Verb verb, long bytes);

    /**
     * A call ended.
     *
     * @param status the HTTP status it was answered with
     * @param nanos from the head of the request to the answer
     */
    void call(Verb verb, int status, long nanos);

    /** A call was answered without work: we were not ready, had too much to do, or it was no POST. */
    default void turnedAway(Verb verb, int status) {}

    /** Something was cut off at a limit. */
    default void limitHit(Limit limit, int times) {}

    /** Requests in work. */
    void inFlight(int requests);
}
