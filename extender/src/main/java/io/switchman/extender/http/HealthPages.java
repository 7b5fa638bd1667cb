package io.switchman.extender.http;

import io.switchman.extender.app.StateKeeper;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** What the kubelet's probes ask. */
final class HealthPages {
    /** A loop that keeps work waiting so long will not come back: no task of ours takes a hundredth of it. */
    private static final long STUCK_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final StateKeeper keeper;
    private final Heartbeat heartbeat;
    private final BooleanSupplier isWarm;
    private final BooleanSupplier isLeader;

    /**
     * Pages.
     *
     * @param isWarm whether calls are answered as quickly as they will be
     * @param isLeader whether this replica is the one to be called; always true where that does not matter
     */
    HealthPages(StateKeeper keeper, Heartbeat heartbeat, BooleanSupplier isWarm, BooleanSupplier isLeader) {
        this.keeper = keeper;
        this.heartbeat = heartbeat;
        this.isWarm = isWarm;
        this.isLeader = isLeader;
    }

    /** Live: the writer's event loop turns. */
    void live(RoutingContext context) {
        heartbeat.beat();
        long lag = heartbeat.lagNanos();
        Replies.json(
                context,
                lag < STUCK_NANOS ? 200 : 503,
                new JsonObject().put("live", lag < STUCK_NANOS).put("writerLagMillis", millis(lag)));
    }

    /** Ready: the cluster is known and it is on us, so that calls are answered, and soon. */
    void ready(RoutingContext context) {
        List<String> reasons = new ArrayList<>();
        if (!keeper.isSynced()) {
            reasons.add("not synced yet: the cluster's nodes are not all known");
        }
        if (!isWarm.getAsBoolean()) {
            reasons.add("warming up: the first calls would take long");
        }
        if (!isLeader.getAsBoolean()) {
            reasons.add(Leadership.NOT_LEADER);
        }
        long lag = heartbeat.lagNanos();
        if (lag >= STUCK_NANOS) {
            reasons.add("the writer's event loop is stuck since " + millis(lag) + " ms");
        }
        Replies.json(
                context,
                reasons.isEmpty() ? 200 : 503,
                new JsonObject().put("ready", reasons.isEmpty()).put("reasons", new JsonArray(reasons)));
    }

    private static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }
}
