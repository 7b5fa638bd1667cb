package io.switchman.topology.placement;

import io.switchman.topology.state.Node;
import io.switchman.topology.state.NodeView;

/** Judges a node as we know it: holds, staleness and missing knowledge each have their rule here and nowhere else. */
public final class NodeJudge {
    private final ShapeJudge shapes;

    public NodeJudge(ShapeJudge shapes) {
        this.shapes = shapes;
    }

    /**
     * Where a node stands.
     *
     * <ul>
     *   <li>Known: judged by what nobody claims or holds; if that does not do, by what nobody claims, because holds are
     *       soft.
     *   <li>Stale: refused where alignment is required, else ranked behind every fresh node.
     *   <li>Unknown: refused. Whoever wants such nodes to pass does that outside.
     * </ul>
     */
    public Standing judge(NodeView view, Request request) {
        return switch (view) {
            case NodeView.Known(Node node) -> judge(node, request, false);
            case NodeView.Stale(Node node, long _) ->
                request.policy().mode() == Policy.Mode.REQUIRE
                        ? Standing.refused(new Refusal.StaleData())
                        : judge(node, request, true);
            case NodeView.Unknown _ -> Standing.refused(new Refusal.NoData());
        };
    }

    private Standing judge(Node node, Request request, boolean stale) {
        boolean localityCounts = request.policy().mode() != Policy.Mode.IGNORE;
        Verdict open = shapes.judge(node.open(), request);
        if (open instanceof Verdict.Fits || node.holds().isEmpty()) {
            return new Standing(open, false, stale, localityCounts);
        }
        Verdict free = shapes.judge(node.free(), request);
        return new Standing(free, true, stale, localityCounts);
    }
}
