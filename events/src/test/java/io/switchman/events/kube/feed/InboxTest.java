package io.switchman.events.kube.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.events.kube.facts.NetworkFacts;
import io.switchman.events.kube.facts.ObjectKey;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InboxTest {
    private static final ObjectKey A = new ObjectKey("ns", "a", "1");
    private static final ObjectKey A_AGAIN = new ObjectKey("ns", "a", "2");
    private static final ObjectKey B = new ObjectKey("ns", "b", "3");

    private final List<String> wakes = new ArrayList<>();
    private final Inbox<NetworkFacts> inbox = inbox();

    private Inbox<NetworkFacts> inbox() {
        Inbox<NetworkFacts> made = new Inbox<>(2, FeedClock.SYSTEM);
        made.onWaiting(() -> wakes.add("wake"));
        return made;
    }

    @Test
    void holdsTheNewestOfEachObjectInTheOrderOfTheNewest() {
        inbox.offer(seen(A, "a1"));
        inbox.offer(seen(B, "b1"));
        inbox.offer(seen(A, "a2"));

        assertThat(inbox.drain(10)).containsExactly(seen(B, "b1"), seen(A, "a2"));
        assertThat(inbox.drain(10)).isEmpty();
    }

    @Test
    void aDeletionIsNotHiddenByAnotherObjectOfTheName() {
        inbox.offer(seen(A, "a1"));
        inbox.offer(new FeedEvent.Gone<>(A));
        inbox.offer(seen(A_AGAIN, "a2"));

        assertThat(inbox.drain(10)).containsExactly(new FeedEvent.Gone<>(A), seen(A_AGAIN, "a2"));
    }

    @Test
    void isFullOfObjectsAndNeverOfSignals() {
        assertThat(inbox.offer(seen(A, "a1"))).isTrue();
        assertThat(inbox.offer(seen(B, "b1"))).isTrue();
        assertThat(inbox.offer(seen(A_AGAIN, "a2"))).isFalse();
        assertThat(inbox.offer(new FeedEvent.Gone<>(A))).isTrue();
        assertThat(inbox.offer(new FeedEvent.Stale<>(1))).isTrue();
        assertThat(inbox.offer(new FeedEvent.Listed<>("7", 2))).isTrue();
        assertThat(inbox.drain(1)).containsExactly(seen(B, "b1"));
        assertThat(inbox.offer(seen(A_AGAIN, "a2"))).isTrue();
    }

    @Test
    void whatWasListedComesBeforeTheSignalEvenIfItChanged() {
        inbox.offer(seen(A, "a1"));
        inbox.offer(new FeedEvent.Listed<>("7", 1));
        inbox.offer(seen(A, "a2"));

        assertThat(inbox.drain(10)).containsExactly(seen(A, "a2"), new FeedEvent.Listed<>("7", 1));
    }

    @Test
    void theNewerOfStaleAndFreshCounts() {
        inbox.offer(new FeedEvent.Stale<>(1));
        inbox.offer(new FeedEvent.Absent<>());
        inbox.offer(new FeedEvent.Fresh<>());

        assertThat(inbox.drain(10)).containsExactly(new FeedEvent.Absent<>(), new FeedEvent.Fresh<>());
    }

    @Test
    void tellsOnlyOfTheFirstThatWaits() {
        inbox.offer(seen(A, "a1"));
        inbox.offer(seen(B, "b1"));
        assertThat(wakes).hasSize(1);
        inbox.drain(1);
        inbox.offer(seen(A, "a2"));
        assertThat(wakes).hasSize(1);
        inbox.drain(10);
        inbox.offer(seen(A, "a3"));
        assertThat(wakes).hasSize(2);
    }

    private static FeedEvent<NetworkFacts> seen(ObjectKey key, String state) {
        return new FeedEvent.Seen<>(key, new Translated<>(new NetworkFacts(key.namespace(), state, null), List.of()));
    }
}
