package io.switchman.events.kube.feed;

import io.switchman.events.kube.facts.Fact;
import io.switchman.events.kube.facts.ObjectKey;

/** What a feed tells, in an order in which it may be applied. */
public sealed interface FeedEvent<T extends Fact> {
    /**
     * An object is there and tells this. Without a fact it is there and cannot be understood: what it told before no
     * longer holds.
     */
    record Seen<T extends Fact>(ObjectKey key, Translated<T> told) implements FeedEvent<T> {}

    /** An object is not there any more. One that was made anew under its name has another key. */
    record Gone<T extends Fact>(ObjectKey key) implements FeedEvent<T> {}

    /**
     * All objects of one consistent list were told before this, and those that it lacked are gone.
     *
     * @param resourceVersion of the list
     * @param objects in the list, unwanted ones left out
     * @param answers the last question of {@link Feed#relist} that it answers; 0 if nobody asked yet
     */
    record Listed<T extends Fact>(String resourceVersion, int objects, long answers) implements FeedEvent<T> {
        /** A list that nobody asked for. */
        public Listed(String resourceVersion, int objects) {
            this(resourceVersion, objects, 0);
        }
    }

    /**
     * Nothing was heard for too long, so what is known may be old.
     *
     * @param sinceNanos when something was heard last, nanoseconds of the feed's clock
     */
    record Stale<T extends Fact>(long sinceNanos) implements FeedEvent<T> {}

    /** Something was heard again. */
    record Fresh<T extends Fact>() implements FeedEvent<T> {}

    /** The cluster does not have the kind; all its objects are gone. It is looked for again from time to time. */
    record Absent<T extends Fact>() implements FeedEvent<T> {}
}
