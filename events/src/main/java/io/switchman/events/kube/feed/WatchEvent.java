package io.switchman.events.kube.feed;

/** One event of a watch. */
public sealed interface WatchEvent {
    /** An object was made or changed. */
    record Changed(RawObject object) implements WatchEvent {}

    /** An object was deleted; its version is that of the deletion. */
    record Deleted(RawObject object) implements WatchEvent {}

    /** All events up to a version were sent. */
    record Bookmark(String resourceVersion) implements WatchEvent {}

    /** An object that cannot be told from others, because its name, UID or version is missing. */
    record Unreadable() implements WatchEvent {}
}
