package io.switchman.events.kube.feed;

import com.google.gson.JsonObject;
import io.switchman.events.kube.facts.Fact;
import io.switchman.events.kube.facts.ObjectKey;
import io.switchman.events.kube.json.JsonFields;
import io.switchman.events.kube.json.Projection;
import io.switchman.events.kube.translate.Translator;
import io.switchman.events.machine.Problems;
import java.util.List;
import java.util.function.Predicate;

/**
 * A kind of objects: where they are, what is kept of them, and what they are turned into.
 *
 * @param name as {@code kind} of an object has it
 * @param paths where they may be, the first that exists counts
 * @param projection what is read of an object
 * @param translator what it is turned into
 * @param wanted facts that are passed on; an object of others is as if it were not there
 * @param optional whether a cluster may lack the kind
 */
public record Kind<T extends Fact>(
        String name,
        List<ApiPath> paths,
        Projection.Fields projection,
        Translator<T> translator,
        Predicate<T> wanted,
        boolean optional) {
    public Kind {
        paths = List.copyOf(paths);
        if (paths.isEmpty()) {
            throw new IllegalArgumentException("kind " + name + " has no path");
        }
    }

    /** What an object tells, however garbled it is. Throws only where there is a bug. */
    public Translated<T> translate(ObjectKey key, JsonObject object) {
        Problems problems = new Problems();
        String source = name + "/" + key.path();
        return new Translated<>(translator.translate(key, JsonFields.of(source, object, problems)), problems.all());
    }
}
