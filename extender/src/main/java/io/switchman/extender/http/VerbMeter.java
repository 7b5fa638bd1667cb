package io.switchman.extender.http;

import io.switchman.extender.app.Tally.Verb;

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

    /** Requests in work. */
    void inFlight(int requests);
}
