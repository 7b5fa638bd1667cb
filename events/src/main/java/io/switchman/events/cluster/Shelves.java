package io.switchman.events.cluster;

import io.switchman.events.kube.facts.Fact;
import io.switchman.events.kube.facts.ObjectKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** All objects as they were told last, by kind and key. Used on one thread. */
final class Shelves {
    private final Map<String, Map<ObjectKey, Fact>> kinds = new HashMap<>();
    private final Change change;

    /** What is done where an object is another than before; null where there was none, or is none any more. */
    interface Change {
        void made(ObjectKey key, @Nullable Fact before, @Nullable Fact now);
    }

    Shelves(Change change) {
        this.change = change;
    }

    /** The keys of a kind at this moment. */
    List<ObjectKey> keys(String kind) {
        return List.copyOf(shelf(kind).keySet());
    }

    /** What was told of an object, or null. */
    @Nullable
    Fact at(String kind, ObjectKey key) {
        return shelf(kind).get(key);
    }

    /** Puts what is told of an object in place of what was; null if there is nothing any more. */
    void put(String kind, ObjectKey key, @Nullable Fact now) {
        Map<ObjectKey, Fact> shelf = shelf(kind);
        Fact before = now == null ? shelf.remove(key) : shelf.put(key, now);
        if (Objects.equals(before, now)) {
            return;
        }
        try {
            change.made(key, before, now);
        } catch (RuntimeException e) {
            // What did not come through is news when it is tried again.
            if (before == null) {
                shelf.remove(key);
            } else {
                shelf.put(key, before);
            }
            throw e;
        }
    }

    /** All objects of which such facts were told, whatever their kind. */
    <T extends Fact> List<T> all(Class<T> type) {
        return kinds.values().stream()
                .map(Map::values)
                .flatMap(Collection::stream)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    private Map<ObjectKey, Fact> shelf(String kind) {
        return kinds.computeIfAbsent(kind, name -> new LinkedHashMap<>());
    }
}
