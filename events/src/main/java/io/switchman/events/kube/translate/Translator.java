package io.switchman.events.kube.translate;

import io.switchman.events.kube.facts.Fact;
import io.switchman.events.kube.facts.ObjectKey;
import io.switchman.events.kube.json.JsonFields;
import org.jspecify.annotations.Nullable;

/** Turns objects of one kind into facts. Has no state that shows, and any thread may use it. */
@FunctionalInterface
public interface Translator<T extends Fact> {
    /**
     * What an object tells. What is wrong goes to the object's problems.
     *
     * @return the facts, or null where nothing of the object can be used
     */
    @Nullable
    T translate(ObjectKey key, JsonFields object);
}
