package io.switchman.extender.http;

import io.switchman.extender.app.StateKeeper;
import io.switchman.extender.config.Limit;
import io.switchman.extender.config.Limits;
import io.switchman.extender.explain.Explainer;
import io.switchman.extender.explain.Explanation;
import io.switchman.extender.explain.ExplanationJson;
import io.switchman.extender.wire.MalformedRequest;
import io.switchman.extender.wire.RequestReader;
import io.switchman.topology.placement.Refusal;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/** {@code POST /explain}: reads a pod, has all nodes judged by a worker, and gives the reasons. */
final class ExplainHandler implements Handler<RoutingContext> {
    private static final int DEFAULT_LIMIT = 20;

    private final Vertx vertx;
    private final StateKeeper keeper;
    private final Explainer explainer;
    private final Limits limits;
    private final VerbMeter meter;
    private final WorkerExecutor worker;
    private final RequestReader reader;
    private final OperationsBounds bounds;
    private final BodyBounds bodies;
    private final BodyBudget budget = new BodyBudget(OperationsBounds.IN_FLIGHT * OperationsBounds.BODY_BYTES);

    ExplainHandler(
            Vertx vertx,
            StateKeeper keeper,
            Explainer explainer,
            Limits limits,
            VerbMeter meter,
            WorkerExecutor worker,
            OperationsBounds bounds) {
        this.vertx = vertx;
        this.keeper = keeper;
        this.explainer = explainer;
        this.limits = limits;
        this.meter = meter;
        this.worker = worker;
        this.bounds = bounds;
        this.bodies = BodyBounds.of(limits).atMost(OperationsBounds.BODY_BYTES);
        this.reader = new RequestReader(limits.jsonDepth(), limits.nodesPerRequest());
    }

    @Override
    public void handle(RoutingContext context) {
        if (!keeper.isSynced()) {
            Replies.error(context, 503, "not synced yet: the cluster's nodes are not all known");
        } else {
            try {
                explain(context, PageQuery.of(context, DEFAULT_LIMIT, limits.nodesPerRequest()));
            } catch (MalformedRequest e) {
                Replies.fail(context, e);
            }
        }
    }

    private void explain(RoutingContext context, PageQuery query) {
        if (!bounds.enter()) {
            Replies.busy(context);
            return;
        }
        BodyBudget.Share share = budget.share();
        BodyCollector.of(context.request(), vertx, bodies, share)
                .compose(body -> worker.executeBlocking(() -> explanation(body, query), false))
                .onComplete(answer -> {
                    share.release();
                    if (answer.succeeded()) {
                        Replies.json(context, 200, answer.result()).onComplete(_ -> bounds.leave());
                    } else {
                        bounds.leave();
                        Replies.fail(context, answer.cause()).countIn(meter);
                    }
                });
    }

    private String explanation(byte[] body, PageQuery query) throws MalformedRequest {
        StateKeeper.Snapshot snapshot = keeper.snapshot();
        Explanation explanation = explainer.explain(
                reader.explain(body, snapshot.names()), snapshot.state(), query.limit(), query.node());
        Map<Refusal.Code, Integer> refused = explanation.summary().refused();
        meter.limitHit(Limit.JUDGING_MILLIS, refused.getOrDefault(Refusal.Code.NOT_JUDGED, 0));
        meter.limitHit(Limit.SEARCH_STATES, refused.getOrDefault(Refusal.Code.TOO_COMPLEX, 0));
        return ExplanationJson.of(explanation).encode();
    }
}
