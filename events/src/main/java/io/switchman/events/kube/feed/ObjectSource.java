package io.switchman.events.kube.feed;

import org.jspecify.annotations.Nullable;

/** Where objects of one kind come from: an API server, or a stand-in. One thread uses it; another may cancel. */
public interface ObjectSource {
    /**
     * A part of a list that is consistent: it holds all that was written before it was asked for.
     *
     * @param limit most objects, or 0 for all at once
     * @param next what the part before said, or empty for the first
     */
    ObjectPage list(int limit, String next) throws SourceException, InterruptedException;

    /**
     * Changes after a version, with bookmarks.
     *
     * @param seconds after which the server should end it
     */
    Watch watch(String resourceVersion, long seconds) throws SourceException, InterruptedException;

    /** Makes a list or watch that is under way fail at once; from another thread. */
    void cancel();

    /** A watch under way. */
    interface Watch extends AutoCloseable {
        /** Waits for the next event; null when the server has ended the watch. */
        @Nullable
        WatchEvent next() throws SourceException, InterruptedException;

        @Override
        void close();
    }
}
