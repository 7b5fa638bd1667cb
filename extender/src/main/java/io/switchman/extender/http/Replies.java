package io.switchman.extender.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** The forms in which the operations listener answers. */
final class Replies {
    /** The media type of Prometheus' text format. */
    private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";

    private Replies() {}

    static void json(RoutingContext context, int status, JsonObject body) {
        json(context, status, body.encode());
    }

    /**
     * For large bodies, which are encoded elsewhere: liveness probes are answered on the same loop.
     *
     * @return done when the answer is delivered, or cannot be
     */
    static Future<Void> json(RoutingContext context, int status, String encoded) {
        return send(context, status, "application/json", encoded + "\n");
    }

    static void text(RoutingContext context, String body) {
        send(context, 200, "text/plain; charset=utf-8", body);
    }

    static void metrics(RoutingContext context, String body) {
        send(context, 200, METRICS, body);
    }

    static void error(RoutingContext context, int status, String text) {
        json(context, status, new JsonObject().put("error", text));
    }

    /** Answers a failure; a body that is not read to its end costs the client its connection. */
    static Fault fail(RoutingContext context, @Nullable Throwable cause) {
        Fault fault = Fault.of(
                cause == null ? new IllegalStateException("failed without a cause") : cause, context.normalizedPath());
        drain(context);
        error(context, fault.status(), fault.text());
        return fault;
    }

    /** One request more than we take on at a time. */
    static void busy(RoutingContext context) {
        drain(context);
        error(
                context,
                429,
                "too many requests in work: allowed are " + OperationsBounds.IN_FLIGHT
                        + " to /explain and /debug/state at a time");
    }

    private static void drain(RoutingContext context) {
        if (!context.request().isEnded()) {
            context.response().putHeader("Connection", "close");
            context.request().handler(_ -> {});
            context.request().resume();
        }
    }

    private static Future<Void> send(RoutingContext context, int status, String type, String body) {
        HttpServerResponse response = context.response();
        if (response.closed() || response.ended()) {
            return Future.succeededFuture();
        }
        return response.setStatusCode(status)
                .putHeader("Content-Type", type)
                .putHeader("X-Content-Type-Options", "nosniff")
                .end(body);
    }
}
