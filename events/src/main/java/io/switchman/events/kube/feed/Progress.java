package io.switchman.events.kube.feed;

import io.switchman.events.kube.feed.FeedStatus.State;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How far a feed is: written by its thread, read and checked by others. */
final class Progress {
    /** What silence calls for. */
    enum Verdict {
        FINE,
        /** It became stale now. */
        STALE,
        /** It has been stale for long, and something may hang. */
        STILL_STALE
    }

    private final FeedClock clock;
    private final long staleAfterNanos;
    private State state = State.STARTING;
    private String resourceVersion = "";
    private boolean stale;
    private boolean mustList = true;
    /** Questions for a list, and the last of them that was answered. */
    private long asked;

    private long answered;
    private long heardNanos;
    private long warnedNanos;
    private long lists;
    private long watches;
    private long failures;
    private long overflows;
    private long unreadable;
    private @Nullable String lastFailure;

    Progress(FeedClock clock, Duration staleAfter) {
        this.clock = clock;
        this.staleAfterNanos = staleAfter.toNanos();
        this.heardNanos = clock.nanoTime();
    }

    /** An event of a watch came. What was missed in a silence comes only with a list, so it ends none. */
    synchronized void heard() {
        heardNanos = clock.nanoTime();
    }

    /**
     * All is known up to a version; tells whether that ends a silence.
     *
     * @param answers the last question that was asked before the list began
     */
    synchronized boolean listed(String version, long answers) {
        boolean wasStale = stale;
        stale = false;
        heardNanos = clock.nanoTime();
        lists++;
        answered = answers;
        mustList = isAsked();
        resourceVersion = version;
        return wasStale;
    }

    /** The cluster lacks the kind; tells whether that ends a silence. */
    synchronized boolean absent() {
        boolean wasStale = stale;
        stale = false;
        heardNanos = clock.nanoTime();
        return wasStale;
    }

    /** Judges the silence. */
    synchronized Verdict check() {
        long now = clock.nanoTime();
        if (state == State.CLOSED || now - (stale ? warnedNanos : heardNanos) <= staleAfterNanos) {
            return Verdict.FINE;
        }
        boolean first = !stale;
        stale = true;
        mustList = true;
        warnedNanos = now;
        return first ? Verdict.STALE : Verdict.STILL_STALE;
    }

    synchronized long heardNanos() {
        return heardNanos;
    }

    /** Whether the next thing to do is to list. */
    synchronized boolean mustList() {
        return mustList;
    }

    synchronized void askList() {
        mustList = true;
    }

    /** Asks for a list that begins from now on; the number of the question. */
    synchronized long ask() {
        mustList = true;
        return ++asked;
    }

    /** Questions so far. */
    synchronized long questions() {
        return asked;
    }

    /** Whether somebody waits for a list. */
    synchronized boolean isAsked() {
        return answered < asked;
    }

    synchronized State state() {
        return state;
    }

    /** Moves on; from CLOSED nothing does. */
    synchronized void become(State next) {
        state = state == State.CLOSED ? state : next;
    }

    synchronized String resourceVersion() {
        return resourceVersion;
    }

    synchronized void reached(String version) {
        resourceVersion = version;
    }

    synchronized void watching() {
        watches++;
    }

    synchronized void overflowed() {
        overflows++;
        mustList = true;
    }

    synchronized void skipped(int objects) {
        unreadable += objects;
    }

    synchronized void failed(String failure) {
        failures++;
        lastFailure = failure;
    }

    synchronized FeedStatus status(int objects, int waiting) {
        return new FeedStatus(
                state,
                stale,
                resourceVersion,
                objects,
                waiting,
                clock.nanoTime() - heardNanos,
                lists,
                watches,
                failures,
                overflows,
                unreadable,
                lastFailure);
    }
}
