package io.switchman.extender.policy;

import io.switchman.extender.config.ConfigProblem;
import io.switchman.extender.config.PolicyDefaults;
import java.util.List;
import java.util.Map;

/** What came of reading a pod's annotations. */
public sealed interface AnnotationPolicy {
    /** Nothing is wrong with them. */
    record Accepted(PodPolicy policy) implements AnnotationPolicy {}

    /** All that is wrong, at least one thing, in the order of the keys. */
    record Refused(List<ConfigProblem> problems) implements AnnotationPolicy {
        public Refused {
            problems = List.copyOf(problems);
        }
    }

    /**
     * Reads the {@code switchman.io/} annotations of a pod.
     *
     * <p>A pod that asks for a locality where the default is to ignore it is accepted, and the default holds: so an
     * operator can switch policies off for a namespace without making its pods wrong.
     *
     * @param annotations all annotations; those of others are passed over
     * @param defaults what holds where they say nothing
     */
    static AnnotationPolicy read(Map<String, String> annotations, PolicyDefaults defaults) {
        return new AnnotationReader(annotations).read(defaults);
    }
}
