package io.switchman.extender.http;

import io.switchman.extender.app.StateKeeper;
import io.switchman.extender.config.Limits;
import io.switchman.extender.explain.StateJson;
import io.switchman.extender.wire.MalformedRequest;
import io.switchman.topology.state.ClusterState;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.stream.IntStream;

/** What we know of the cluster, for a person who looks for a fault. */
final class StatePages {
    private static final int DEFAULT_LIMIT = 1_000;

    private final StateKeeper keeper;
    private final Limits limits;
    private final WorkerExecutor worker;
    private final OperationsBounds bounds;

    StatePages(StateKeeper keeper, Limits limits, WorkerExecutor worker, OperationsBounds bounds) {
        this.bounds = bounds;
        this.keeper = keeper;
        this.limits = limits;
        this.worker = worker;
    }

    /** Nodes with their devices and who has them. */
    void state(RoutingContext context) {
        try {
            PageQuery query = PageQuery.of(context, DEFAULT_LIMIT, limits.nodesPerRequest());
            ClusterState state = keeper.state();
            if (query.node() != null && state.directory().slotOf(query.node()) < 0) {
                Replies.error(context, 404, "node " + query.node() + " is not known. GET /debug/nodes lists all");
                return;
            }
            if (!bounds.enter()) {
                Replies.busy(context);
                return;
            }
            worker.executeBlocking(() -> json(state, query).encode(), false)
                    .compose(json -> Replies.json(context, 200, json))
                    .onFailure(e -> Replies.fail(context, e))
                    .onComplete(_ -> bounds.leave());
        } catch (MalformedRequest e) {
            Replies.fail(context, e);
        }
    }

    /** Names alone, one a line. */
    void nodes(RoutingContext context) {
        StringBuilder text = new StringBuilder();
        keeper.state().directory().names().forEach(name -> text.append(name).append('\n'));
        Replies.text(context, text.toString());
    }

    private JsonObject json(ClusterState state, PageQuery query) {
        int all = state.directory().size();
        List<Integer> slots = query.node() != null
                ? List.of(state.directory().slotOf(query.node()))
                : IntStream.range(0, Math.min(all, query.limit())).boxed().toList();
        boolean truncated = query.node() == null && all > query.limit();
        return StateJson.of(state, slots, truncated, keeper.nowNanos()).put("synced", keeper.isSynced());
    }
}
