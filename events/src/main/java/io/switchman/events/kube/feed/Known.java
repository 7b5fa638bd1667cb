package io.switchman.events.kube.feed;

import io.switchman.events.kube.facts.Fact;
import io.switchman.events.kube.facts.ObjectKey;
import io.switchman.events.machine.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a feed has told of each object, so that it tells only what is new, and knows what is gone when it lists again.
 * One thread uses it; the size may be read by others.
 */
final class Known<T extends Fact> {
    /**
     * An event to tell, with the version of the object that it stands for.
     *
     * @param failed the object, where it could not be translated because of a bug
     */
    record Change<T extends Fact>(
            FeedEvent<T> event,
            String resourceVersion,
            @Nullable RawObject failed) {
        Change(FeedEvent<T> event, String resourceVersion) {
            this(event, resourceVersion, null);
        }
    }

    private record Entry<T extends Fact>(
            ObjectKey key,
            String resourceVersion,
            Translated<T> told,
            @Nullable RawObject failed) {}

    /** What became of an object; it is failed if that is a bug's doing. */
    private record Outcome<T extends Fact>(Translated<T> told, boolean isWanted, boolean isFailed) {}

    private final Kind<T> kind;
    private final Consumer<String> bugs;
    private final Map<String, Entry<T>> entries = new HashMap<>();
    private volatile int size;

    /**
     * Nothing is known.
     *
     * @param bugs is told of objects whose translation failed
     */
    Known(Kind<T> kind, Consumer<String> bugs) {
        this.kind = kind;
        this.bugs = bugs;
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
                && before.failed() == null
                && before.resourceVersion().equals(object.resourceVersion());
        return same ? List.of() : changes(before, object);
    }

    private List<Change<T>> changes(@Nullable Entry<T> before, RawObject object) {
        String version = object.resourceVersion();
        boolean other = before != null && !before.key().equals(object.key());
        Outcome<T> outcome = translate(object);
        Translated<T> told = outcome.told();
        List<Change<T>> changes = new ArrayList<>(2);
        boolean wanted = outcome.isWanted();
        RawObject failed = outcome.isFailed() ? object : null;
        if (before != null && (other || !wanted)) {
            changes.add(new Change<>(new FeedEvent.Gone<>(before.key()), version));
        }
        if (before != null && !other && wanted && before.told().equals(told)) {
            entries.put(object.key().path(), new Entry<>(before.key(), version, before.told(), failed));
        } else if (wanted) {
            changes.add(new Change<>(new FeedEvent.Seen<>(object.key(), told), version, failed));
        }
        return changes;
    }

    /**
     * What objects call for that could not be translated because of a bug, after one more try: bugs may depend on what else
     * there was at the time, and the object may never change.
     */
    List<Change<T>> again() {
        List<RawObject> failed = new ArrayList<>();
        for (Entry<T> entry : entries.values()) {
            if (entry.failed() != null) {
                failed.add(entry.failed());
            }
        }
        List<Change<T>> changes = new ArrayList<>();
        failed.forEach(object -> changes.addAll(changes(entries.get(object.key().path()), object)));
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
                entries.put(key.path(), new Entry<>(key, change.resourceVersion(), told, change.failed()));
            case FeedEvent.Gone<T>(ObjectKey key) ->
                entries.computeIfPresent(
                        key.path(), (path, entry) -> entry.key().equals(key) ? null : entry);
            default -> {}
        }
        size = entries.size();
    }

    /** One object that cannot be translated must not keep others from being told. */
    private Outcome<T> translate(RawObject object) {
        String where = kind.name() + "/" + object.key().path();
        if (object.cut()) {
            return new Outcome<>(
                    new Translated<>(null, List.of(new Problem(where, "is larger than is read"))), true, false);
        }
        try {
            Translated<T> told = kind.translate(object.key(), object.json());
            return new Outcome<>(told, told.fact() == null || kind.wanted().test(told.fact()), false);
        } catch (RuntimeException e) {
            Problem problem = new Problem(where, "cannot be translated, which is a bug: " + e);
            bugs.accept(problem.toString());
            return new Outcome<>(new Translated<>(null, List.of(problem)), true, true);
        }
    }
}
