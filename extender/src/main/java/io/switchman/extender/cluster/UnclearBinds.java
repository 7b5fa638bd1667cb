package io.switchman.extender.cluster;

import io.switchman.events.kube.write.PodPlace;
import io.switchman.events.kube.write.PodWriter;
import io.switchman.extender.app.Binder;
import io.switchman.extender.app.StateKeeper;
import io.switchman.topology.state.ClusterEvent;
import io.switchman.topology.state.PodId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Asks after bindings of which nobody could tell whether they happened. What was taken for the pod stays taken until the API
 * server says where it is; a binding that has not shown after {@link #LAST} did not happen. Used on the writer's thread.
 */
public final class UnclearBinds {
    /** An API server ends a request after a minute ({@code --request-timeout}); what has not happened by then never will. */
    static final long LAST = TimeUnit.SECONDS.toNanos(70);

    private static final long FIRST_PAUSE_MILLIS = 500;
    private static final long MOST_PAUSE_MILLIS = 8_000;

    private final Vertx vertx;
    private final StateKeeper keeper;
    private final PodWriter pods;
    private final Map<PodId, Binder.Order> open = new HashMap<>();

    public UnclearBinds(Vertx vertx, StateKeeper keeper, PodWriter pods) {
        this.vertx = vertx;
        this.keeper = keeper;
        this.pods = pods;
    }

    /** Bindings that are asked after. */
    public int size() {
        return open.size();
    }

    /** Asks after a binding until it is clear. */
    public void follow(Binder.Order order) {
        if (open.put(order.pod(), order) == null) {
            askLater(order, keeper.nowNanos(), FIRST_PAUSE_MILLIS);
        }
    }

    private void askLater(Binder.Order order, long since, long pauseMillis) {
        vertx.setTimer(
                pauseMillis,
                _ -> Future.fromCompletionStage(
                                pods.whereIs(order.namespace(), order.name(), order.pod()), vertx.getOrCreateContext())
                        .onSuccess(place -> settle(order, place, since, pauseMillis)));
    }

    private void settle(Binder.Order order, PodPlace place, long since, long pauseMillis) {
        boolean late = keeper.nowNanos() - since > LAST;
        switch (place) {
            case PodPlace.At(String node) -> end(order, !node.equals(order.node()));
            case PodPlace.Gone _ -> end(order, true);
            case PodPlace.NotBound _ when late -> end(order, true);
            case PodPlace.NotBound _, PodPlace.Unclear _ ->
                askLater(order, since, Math.min(MOST_PAUSE_MILLIS, 2 * pauseMillis));
        }
    }

    private void end(Binder.Order order, boolean release) {
        open.remove(order.pod());
        if (release && order.node().equals(keeper.boundTo(order.pod()))) {
            keeper.apply(new ClusterEvent.PodReleased(order.pod()));
        }
    }
}
