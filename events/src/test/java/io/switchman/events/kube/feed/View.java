package io.switchman.events.kube.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.events.kube.facts.NetworkFacts;
import io.switchman.events.kube.facts.ObjectKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What a consumer makes of a feed's events; checks that they make sense. */
public final class View {
    private final Map<ObjectKey, NetworkFacts> seen = new HashMap<>();
    private final List<String> signals = new ArrayList<>();
    private boolean stale;
    private int events;

    public void apply(List<FeedEvent<NetworkFacts>> batch) {
        for (FeedEvent<NetworkFacts> event : batch) {
            events++;
            switch (event) {
                case FeedEvent.Seen<NetworkFacts>(ObjectKey key, Translated<NetworkFacts> told) -> {
                    assertThat(seen.keySet())
                            .as("another object of the name of " + key)
                            .noneMatch(other -> other.path().equals(key.path()) && !other.equals(key));
                    seen.put(key, Objects.requireNonNull(told.fact()));
                }
                case FeedEvent.Gone<NetworkFacts>(ObjectKey key) -> seen.remove(key);
                case FeedEvent.Listed<NetworkFacts> listed -> signals.add("listed");
                case FeedEvent.Stale<NetworkFacts> at -> {
                    stale = true;
                    signals.add("stale");
                }
                case FeedEvent.Fresh<NetworkFacts> fresh -> {
                    stale = false;
                    signals.add("fresh");
                }
                case FeedEvent.Absent<NetworkFacts> absent -> {
                    assertThat(seen).as("what an absent kind has").isEmpty();
                    signals.add("absent");
                }
            }
        }
    }

    /** Resources by {@code name uid}. */
    public Map<String, String> content() {
        Map<String, String> content = new TreeMap<>();
        seen.forEach((key, fact) -> content.put(key.name() + " " + key.uid(), String.valueOf(fact.resource())));
        return content;
    }

    public List<String> signals() {
        return signals;
    }

    public boolean isStale() {
        return stale;
    }

    public int events() {
        return events;
    }
}
