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
    private int inFlight;

    ExplainHandler(
            Vertx vertx,
            StateKeeper keeper,
            Explainer explainer,
            Limits limits,
            VerbMeter meter,
            WorkerExecutor worker) {
        this.vertx = vertx;
        this.keeper = keeper;
        this.explainer = explainer;
        this.limits = limits;
        this.meter = meter;
        this.worker = worker;
        this.reader = new RequestReader(limits.jsonDepth(), limits.nodesPerRequest());
    }

    @Override
    public void handle(RoutingContext context) {
        if (!keeper.isSynced()) {
            Replies.error(context, 503, "not synced yet: the cluster's nodes are not all known");
        } else if (inFlight >= limits.inFlightRequests()) {
            meter.limitHit(Limit.IN_FLIGHT_REQUESTS, 1);
            Replies.error(context, 429, "too many requests in work (limits.inFlightRequests)");
        } else {
            try {
                explain(context, PageQuery.of(context, DEFAULT_LIMIT, limits.nodesPerRequest()));
            } catch (MalformedRequest e) {
                Replies.fail(context, e);
            }
        }
    }

    private void explain(RoutingContext context, PageQuery query) {
        inFlight++;
        BodyCollector.of(context.request(), vertx, limits.bodyBytes(), limits.bodyMillis())
                .compose(body -> worker.executeBlocking(() -> explanation(body, query), false))
                .onComplete(answer -> {
                    inFlight--;
                    if (answer.succeeded()) {
                        Replies.json(context, 200, answer.result());
                    } else {
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
