package io.switchman.extender.http;

import io.switchman.extender.wire.MalformedRequest;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The part of a URL after the question mark.
 *
 * @param node the one node that is wanted, or null
 * @param limit most entries in the answer, 1 or more
 */
record PageQuery(@Nullable String node, int limit) {
    private static final Set<String> ALLOWED = Set.of("node", "limit");

    static PageQuery of(RoutingContext context, int defaultLimit, int maxLimit) throws MalformedRequest {
        return of(context, defaultLimit, maxLimit, "limits.nodesPerRequest");
    }

    /**
     * Reads it.
     *
     * @param key that the largest limit is configured by
     */
    static PageQuery of(RoutingContext context, int defaultLimit, int maxLimit, String key) throws MalformedRequest {
        MultiMap given = context.queryParams();
        for (String name : given.names()) {
            if (!ALLOWED.contains(name)) {
                throw new MalformedRequest("unknown parameter " + name + ": allowed are node and limit");
            }
        }
        String limit = given.get("limit");
        String node = given.get("node");
        if (node != null && node.isEmpty()) {
            throw new MalformedRequest("node is empty: allowed is the name of a node");
        }
        return new PageQuery(node, limit == null ? Math.min(defaultLimit, maxLimit) : number(limit, maxLimit, key));
    }

    private static int number(String text, int most, String key) throws MalformedRequest {
        try {
            int value = Integer.parseInt(text);
            if (value >= 1 && value <= most) {
                return value;
            }
        } catch (NumberFormatException _) {
            // Said below, as for numbers out of range.
        }
        throw new MalformedRequest("limit is " + text + ": allowed are 1 to " + most + " (" + key + ")");
    }
}
