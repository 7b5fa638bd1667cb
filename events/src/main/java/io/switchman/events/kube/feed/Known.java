package io.switchman.events.kube.feed;

import io.switchman.events.kube.facts.Fact;
import io.switchman.events.kube.facts.ObjectKey;
import io.switchman.events.machine.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a feed has told of each object, so that it tells only what is new, and knows what is gone when it lists again.
 * One thread uses it; the size may be read by others.
 */
final class Known<T extends Fact> {
    /** An event to tell, with the version of the object that it stands for. */
    record Change<T extends Fact>(FeedEvent<T> event, String resourceVersion) {}

    private record Entry<T extends Fact>(ObjectKey key, String resourceVersion, Translated<T> told) {}

    private final Kind<T> kind;
    private final Map<String, Entry<T>> entries = new HashMap<>();
    private volatile int size;

    Known(Kind<T> kind) {
        this.kind = kind;
    }

    int size() {
        return size;
    }

    /** What a watch calls for that shows a state of an object: nothing if it is not newer than the one told. */
    List<Change<T>> watched(RawObject object) {
        Entry<T> before = entries.get(object.key().path());
        boolean old = before != null
                && before.key().equals(object.key())
                && Versions.compare(object.resourceVersion(), before.resourceVersion()) <= 0;
        return old ? List.of() : changes(before, object);
    }

    /** What a list calls for that shows a state of an object. A list is right even where its versions went back. */
    List<Change<T>> listed(RawObject object) {
        Entry<T> before = entries.get(object.key().path());
        boolean same = before != null
                && before.key().equals(object.key())
                && before.resourceVersion().equals(object.resourceVersion());
        return same ? List.of() : changes(before, object);
    }

    private List<Change<T>> changes(@Nullable Entry<T> before, RawObject object) {
        String version = object.resourceVersion();
        boolean other = before != null && !before.key().equals(object.key());
        Translated<T> told = translate(object);
        List<Change<T>> changes = new ArrayList<>(2);
        boolean wanted = told.fact() == null || kind.wanted().test(told.fact());
        if (before != null && (other || !wanted)) {
            changes.add(new Change<>(new FeedEvent.Gone<>(before.key()), version));
        }
        if (before != null && !other && wanted && before.told().equals(told)) {
            entries.put(object.key().path(), new Entry<>(before.key(), version, before.told()));
        } else if (wanted) {
            changes.add(new Change<>(new FeedEvent.Seen<>(object.key(), told), version));
        }
        return changes;
    }

    /** What a deletion calls for; nothing if the object is not known, or another has its name by now. */
    List<Change<T>> deleted(RawObject object) {
        return has(object.key())
                ? List.of(new Change<>(new FeedEvent.Gone<>(object.key()), object.resourceVersion()))
                : List.of();
    }

    /** What a list calls for that holds only these objects, by path. */
    List<Change<T>> missing(Map<String, ObjectKey> present) {
        List<Change<T>> gone = new ArrayList<>();
        for (Entry<T> entry : entries.values()) {
            if (!entry.key().equals(present.get(entry.key().path()))) {
                gone.add(new Change<>(new FeedEvent.Gone<>(entry.key()), entry.resourceVersion()));
            }
        }
        return gone;
    }

    boolean has(ObjectKey key) {
        Entry<T> entry = entries.get(key.path());
        return entry != null && entry.key().equals(key);
    }

    /** A change was told. */
    void told(Change<T> change) {
        switch (change.event()) {
            case FeedEvent.Seen<T>(ObjectKey key, Translated<T> told) ->
                entries.put(key.path(), new Entry<>(key, change.resourceVersion(), told));
            case FeedEvent.Gone<T>(ObjectKey key) ->
                entries.computeIfPresent(
                        key.path(), (path, entry) -> entry.key().equals(key) ? null : entry);
            default -> {}
        }
        size = entries.size();
    }

    private Translated<T> translate(RawObject object) {
        if (object.cut()) {
            String where = kind.name() + "/" + object.key().path();
            return new Translated<>(null, List.of(new Problem(where, "is larger than is read")));
        }
        return kind.translate(object.key(), object.json());
    }
}
