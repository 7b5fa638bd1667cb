package io.switchman.extender.http;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;

/** The pages of a listener, with an index of them at {@code /} and JSON for whatever is none of them. */
final class Endpoints {
    private final List<Endpoint> endpoints = new ArrayList<>();

    private record Endpoint(String method, String path, String purpose, Handler<RoutingContext> handler) {}

    Endpoints add(String method, String path, String purpose, Handler<RoutingContext> handler) {
        endpoints.add(new Endpoint(method, path, purpose, handler));
        return this;
    }

    Router router(Vertx vertx) {
        Router router = Router.router(vertx);
        router.get("/").handler(context -> Replies.text(context, index()));
        for (Endpoint endpoint : endpoints) {
            router.route(HttpMethod.valueOf(endpoint.method()), endpoint.path()).handler(endpoint.handler());
        }
        router.errorHandler(
                404,
                context -> Replies.error(
                        context, 404, "no such page: " + context.normalizedPath() + ". GET / lists them all"));
        router.errorHandler(405, context -> {
            String allowed = allowed(context.normalizedPath());
            context.response().putHeader("Allow", allowed);
            Replies.error(
                    context, 405, "method " + context.request().method() + " is not allowed: allowed is " + allowed);
        });
        router.errorHandler(400, context -> Replies.error(context, 400, "bad request"));
        router.errorHandler(500, context -> Replies.fail(context, context.failure()));
        return router;
    }

    private String allowed(String path) {
        return endpoints.stream()
                .filter(endpoint -> endpoint.path().equals(path))
                .map(Endpoint::method)
                .findFirst()
                .orElse("GET");
    }

    private String index() {
        StringBuilder text = new StringBuilder("Switchman\n\n");
        for (Endpoint endpoint : endpoints) {
            text.append("%-5s%-16s%s%n".formatted(endpoint.method(), endpoint.path(), endpoint.purpose()));
        }
        return text.toString();
    }
}
