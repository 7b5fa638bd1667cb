package io.switchman.events.kube.json;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What is kept of an object; the rest is skipped while it is read and never stands in memory. In a list it holds for each
 * item.
 */
public sealed interface Projection {
    /** Everything below. */
    record All() implements Projection {}

    /** These fields, each in part. A value that is neither an object nor a list is kept, so that it can be complained of. */
    record Fields(Map<String, Projection> fields) implements Projection {
        public Fields {
            fields = Map.copyOf(fields);
        }

        /** With fields that are kept whole. */
        public Fields and(String... names) {
            Map<String, Projection> more = new LinkedHashMap<>(fields);
            for (String name : names) {
                more.put(name, new All());
            }
            return new Fields(more);
        }

        /** With one more field that is kept in part. */
        public Fields and(String name, Projection part) {
            Map<String, Projection> more = new LinkedHashMap<>(fields);
            more.put(name, part);
            return new Fields(more);
        }
    }

    /** Fields whose name passes, each whole. */
    record Matching(Predicate<String> names) implements Projection {}

    /** An object of which only these fields are kept, each whole. */
    static Fields fields(String... names) {
        return new Fields(Map.of()).and(names);
    }

    /** An object of which only fields with such names are kept, each whole. */
    static Projection matching(Predicate<String> names) {
        return new Matching(names);
    }
}
