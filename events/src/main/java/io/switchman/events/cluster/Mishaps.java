package io.switchman.events.cluster;

import io.switchman.events.kube.facts.Fact;
import io.switchman.events.kube.facts.ObjectKey;
import io.switchman.events.kube.feed.FeedEvent;
import io.switchman.topology.state.ClusterEvent;
import io.switchman.topology.state.PodId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What did not come through because of a bug, until it is tried again: feeds tell it once. Used on one thread. */
final class Mishaps {
    private final Map<Where, FeedEvent<? extends Fact>> objects = new LinkedHashMap<>();
    private final Set<String> nodes = new LinkedHashSet<>();
    private final Set<PodId> pods = new LinkedHashSet<>();
    private final List<ClusterEvent> owed = new ArrayList<>();

    /** An object of a kind. */
    record Where(String kind, ObjectKey key) {}

    boolean isEmpty() {
        return objects.isEmpty() && nodes.isEmpty() && pods.isEmpty() && owed.isEmpty();
    }

    /** What a feed told of an object could not be taken; only the newest counts. */
    void object(Where where, FeedEvent<? extends Fact> event) {
        objects.put(where, event);
    }

    /** Something newer is told of an object. */
    void forget(Where where) {
        objects.remove(where);
    }

    /** What a node is could not be told. */
    void node(String name) {
        nodes.add(name);
    }

    /** What a pod has could not be told. */
    void pod(PodId id) {
        pods.add(id);
    }

    /** The state did not take this, and no picture of now can tell it again. */
    void owe(ClusterEvent event) {
        owed.add(event);
    }

    Map<Where, FeedEvent<? extends Fact>> takeObjects() {
        Map<Where, FeedEvent<? extends Fact>> taken = new LinkedHashMap<>(objects);
        objects.clear();
        return taken;
    }

    List<String> takeNodes() {
        List<String> taken = List.copyOf(nodes);
        nodes.clear();
        return taken;
    }

    List<PodId> takePods() {
        List<PodId> taken = List.copyOf(pods);
        pods.clear();
        return taken;
    }

    List<ClusterEvent> takeOwed() {
        List<ClusterEvent> taken = List.copyOf(owed);
        owed.clear();
        return taken;
    }
}
