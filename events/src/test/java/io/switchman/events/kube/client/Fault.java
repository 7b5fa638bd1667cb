package io.switchman.events.kube.client;

/** What a fake API server does wrong with one request. */
public enum Fault {
    NONE,
    /** 410 as the answer. */
    GONE,
    /** 410 in an event of a watch. */
    GONE_EVENT,
    NOT_FOUND,
    FORBIDDEN,
    /** 429 with Retry-After. */
    BUSY,
    SERVER_ERROR,
    CONFLICT,
    /** Closes the connection in the middle of an answer. */
    DROP,
    /** Answers, sends events that are there, and then nothing; the connection stays. */
    FREEZE,
    /** Takes the connection and never answers. */
    HALF_OPEN,
    /** Answers bit by bit, forever. */
    DRIP,
    /** Answers with what is no JSON. */
    GARBAGE,
    /** Sends every event twice, and old ones again. */
    REPEAT,
    /** Ends the watch as soon as it began. */
    SHORT,
    /** Does what it was asked, and never says so. */
    SILENT_SUCCESS,
    /** Does what it was asked, and says 500. */
    ERROR_AFTER,
    /** Does what it was asked, and closes the connection without a word. */
    CUT_AFTER
}
