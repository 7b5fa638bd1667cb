package io.switchman.extender.explain;

import io.switchman.topology.placement.Refusal;
import io.switchman.topology.placement.Request;
import io.switchman.topology.placement.Standing;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why each node fits a pod or does not.
 *
 * @param pod {@code namespace/name}
 * @param request what it asks; null if nothing, or if the problems say what is wrong with it
 * @param problems what must be changed on the pod, or empty
 * @param summary over all nodes looked at
 * @param best the node that we would choose, or null
 * @param nodes the first of them: those that fit, best first, then the others, nearest to fitting first
 * @param truncated whether more nodes were looked at than are listed
 */
public record Explanation(
        String pod,
        @Nullable Request request,
        List<String> problems,
        Summary summary,
        @Nullable String best,
        List<OnNode> nodes,
        boolean truncated) {
    public Explanation {
        problems = List.copyOf(problems);
        nodes = List.copyOf(nodes);
    }

    /**
     * Numbers of nodes.
     *
     * @param offered looked at
     * @param fits where the pod may go
     * @param aligned of these, where its devices would be as near as it asks
     * @param refused the others by reason
     */
    public record Summary(int offered, int fits, int aligned, Map<Refusal.Code, Integer> refused) {
        public Summary {
            Map<Refusal.Code, Integer> ordered = new EnumMap<>(Refusal.Code.class);
            ordered.putAll(refused);
            refused = Collections.unmodifiableMap(ordered);
        }
    }

    /**
     * One node.
     *
     * @param name its name
     * @param position its place among those that fit, from 1; 0 if it does not fit
     * @param standing what we say of it; null if it passes without being judged
     * @param certainty what its kubelet will make of it; null if it did not come to that
     */
    public record OnNode(
            String name,
            int position,
            @Nullable Standing standing,
            @Nullable Certainty certainty) {}
}
