package io.switchman.events.kube.feed;

import org.jspecify.annotations.Nullable;

/**
 * How a feed does, for people and metrics.
 *
 * @param state what it is about
 * @param stale whether it was silent for too long
 * @param resourceVersion how far it has come; empty before the first list
 * @param objects it knows
 * @param waiting events that nobody has taken out
 * @param ageNanos since something was heard: an event, a bookmark, a list
 * @param lists that were completed
 * @param watches that were begun
 * @param failures of lists and watches
 * @param overflows of the inbox
 * @param unreadable objects without name or UID that were skipped
 * @param lastFailure the newest of the failures, or null
 */
public record FeedStatus(
        State state,
        boolean stale,
        String resourceVersion,
        int objects,
        int waiting,
        long ageNanos,
        long lists,
        long watches,
        long failures,
        long overflows,
        long unreadable,
        @Nullable String lastFailure) {
    /** What a feed is about. */
    public enum State {
        /** Has not listed yet. */
        STARTING,
        /** Lists, or waits to list again. */
        LISTING,
        /** Watches, or waits to watch again. */
        WATCHING,
        /** The cluster lacks the kind. */
        ABSENT,
        CLOSED
    }

    /** Whether what is known is complete and not old. */
    public boolean isReady() {
        return !stale && (state == State.ABSENT || lists > 0);
    }
}
