package io.switchman.extender.prefer;

import io.switchman.events.kube.facts.Taint;
import io.switchman.extender.wire.NodePreferences;
import io.switchman.extender.wire.NodePreferences.Requirement;
import io.switchman.extender.wire.NodePreferences.Term;
import io.switchman.extender.wire.NodePreferences.Toleration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one pod likes, node by node. Sources: plugins NodeAffinity and TaintToleration of kube-scheduler, and
 * {@code labels.Requirement.Matches} and {@code ToleratesTaint} that they call.
 */
public final class Liking {
    private final NodePreferences preferences;

    public Liking(NodePreferences preferences) {
        this.preferences = preferences;
    }

    /**
     * What a pod makes of a node, before it is compared with others.
     *
     * @param weight sum of the weights of all terms that match
     * @param taints taints that ask pods to stay away and that the pod does not tolerate
     */
    public record Raw(int weight, int taints) {}

    /** What the pod makes of a node. */
    public Raw of(String node, NodeTraits traits) {
        int weight = 0;
        for (Term term : preferences.terms()) {
            weight += matches(term, node, traits) ? term.weight() : 0;
        }
        int taints = 0;
        for (Taint taint : traits.taints()) {
            boolean discourages = taint.effect() == Taint.Effect.PREFER_NO_SCHEDULE;
            taints += discourages && !isTolerated(taint) ? 1 : 0;
        }
        return new Raw(weight, taints);
    }

    private static boolean matches(Term term, String node, NodeTraits traits) {
        return all(term.labels(), requirement -> traits.labels().get(requirement.key()))
                && all(term.fields(), _ -> node);
    }

    /** Finds what a requirement is about. */
    private interface Lookup {
        @Nullable
        String of(Requirement requirement);
    }

    private static boolean all(List<Requirement> requirements, Lookup lookup) {
        for (Requirement requirement : requirements) {
            if (!matches(requirement, lookup.of(requirement))) {
                return false;
            }
        }
        return true;
    }

    private static boolean matches(Requirement requirement, @Nullable String value) {
        List<String> values = requirement.values();
        return switch (requirement.operator()) {
            case IN -> value != null && values.contains(value);
            case NOT_IN -> value == null || !values.contains(value);
            case EXISTS -> value != null;
            case DOES_NOT_EXIST -> value == null;
            case GT -> compare(value, values.getFirst()) > 0;
            case LT -> compare(value, values.getFirst()) < 0;
        };
    }

    /** Compares as numbers; what is no number is neither more nor less. */
    private static int compare(@Nullable String value, String than) {
        try {
            return value == null ? 0 : Long.compare(Long.parseLong(value), Long.parseLong(than));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private boolean isTolerated(Taint taint) {
        for (Toleration toleration : preferences.tolerations()) {
            boolean key = toleration.key().isEmpty() || toleration.key().equals(taint.key());
            if (key && (toleration.anyValue() || toleration.value().equals(taint.value()))) {
                return true;
            }
        }
        return false;
    }
}
