package io.switchman.extender.app;

import io.switchman.topology.state.GangId;
import io.switchman.topology.state.Hold;
import io.switchman.topology.state.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds whose holds are in a pod's way on one node. A gang that is not in the way keeps its holds, however weak it is. */
final class Rivals {
    private Rivals() {}

    /**
     * Gangs whose holds must end for a pod to fit, the weakest that do.
     *
     * @param weakestFirst gangs that must give way to the pod
     * @param fits whether the pod fits on a node
     * @return null if it does not fit even if all of them give way
     */
    static @Nullable List<GangId> inTheWay(Node node, List<GangId> weakestFirst, Predicate<Node> fits) {
        List<GangId> here = weakestFirst.stream()
                .filter(gang -> node.holds().stream().anyMatch(hold -> gang.equals(hold.gang())))
                .toList();
        List<GangId> ended = new ArrayList<>();
        while (!fits.test(without(node, ended))) {
            if (ended.size() == here.size()) {
                return null;
            }
            ended.add(here.get(ended.size()));
        }
        for (GangId stronger : List.copyOf(ended).reversed()) {
            List<GangId> fewer = new ArrayList<>(ended);
            fewer.remove(stronger);
            if (fits.test(without(node, fewer))) {
                ended = fewer;
            }
        }
        return ended;
    }

    private static Node without(Node node, List<GangId> gangs) {
        Node left = node;
        for (Hold hold : node.holds()) {
            if (hold.gang() != null && gangs.contains(hold.gang())) {
                left = left.without(hold.pod());
            }
        }
        return left;
    }
}
