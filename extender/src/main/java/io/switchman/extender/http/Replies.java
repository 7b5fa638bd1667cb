package io.switchman.extender.http;

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

    /** For large bodies, which are encoded elsewhere: liveness probes are answered on the same loop. */
    static void json(RoutingContext context, int status, String encoded) {
        send(context, status, "application/json", encoded + "\n");
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
        if (!context.request().isEnded()) {
            context.response().putHeader("Connection", "close");
            context.request().handler(_ -> {});
            context.request().resume();
        }
        error(context, fault.status(), fault.text());
        return fault;
    }

    private static void send(RoutingContext context, int status, String type, String body) {
        HttpServerResponse response = context.response();
        if (!response.closed() && !response.ended()) {
            response.setStatusCode(status)
                    .putHeader("Content-Type", type)
                    .putHeader("X-Content-Type-Options", "nosniff")
                    .end(body);
        }
    }
}
