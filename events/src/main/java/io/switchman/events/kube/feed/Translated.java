package io.switchman.events.kube.feed;

import io.switchman.events.kube.facts.Fact;
import io.switchman.events.machine.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an object tells, and what is wrong with it.
 *
 * @param fact what it tells, or null where nothing of it can be used
 * @param problems what is wrong, by field, each once; the other fields count
 */
public record Translated<T extends Fact>(@Nullable T fact, List<Problem> problems) {
    public Translated {
        problems = problems.stream().distinct().toList();
    }
}
