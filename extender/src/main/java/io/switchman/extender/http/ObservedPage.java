package io.switchman.extender.http;

import io.switchman.extender.app.ObservedPod;
import io.switchman.extender.wire.MalformedRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.function.Supplier;

/** Where pods went and where they would have gone, for a person who thinks of {@code mode: enforce}. */
final class ObservedPage {
    private static final int DEFAULT_LIMIT = 100;

    private final Supplier<List<ObservedPod>> observed;
    private final int most;

    /**
     * The page.
     *
     * @param observed the newest first
     * @param most most that there may be
     */
    ObservedPage(Supplier<List<ObservedPod>> observed, int most) {
        this.observed = observed;
        this.most = most;
    }

    void show(RoutingContext context) {
        try {
            PageQuery query = PageQuery.of(context, DEFAULT_LIMIT, most, "limits.observed");
            List<ObservedPod> all = observed.get().stream()
                    .filter(pod -> query.node() == null || pod.chosen().equals(query.node()))
                    .toList();
            JsonArray pods = new JsonArray();
            all.stream().limit(query.limit()).map(ObservedPage::json).forEach(pods::add);
            Replies.json(context, 200, new JsonObject().put("pods", pods).put("truncated", all.size() > query.limit()));
        } catch (MalformedRequest e) {
            Replies.fail(context, e);
        }
    }

    private static JsonObject json(ObservedPod pod) {
        return new JsonObject()
                .put("pod", pod.pod())
                .put("uid", pod.uid())
                .put("chosen", pod.chosen())
                .put("there", pod.there())
                .put("would", pod.would())
                .put("verdict", pod.verdict())
                .put("agreement", pod.agreement().word());
    }
}
