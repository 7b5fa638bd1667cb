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
    private final Map<PodId, Open> open = new HashMap<>();

    public UnclearBinds(Vertx vertx, StateKeeper keeper, PodWriter pods) {
        this.vertx = vertx;
        this.keeper = keeper;
        this.pods = pods;
    }

    /** Bindings that are asked after. */
    public int size() {
        return open.size();
    }

    /** An order that may yet be carried out, and when it was last sent. */
    private record Open(Binder.Order order, long sentNanos) {}

    /** An order is sent once more: it may be carried out as late as if it had not been sent before. */
    public void sent(Binder.Order order) {
        open.computeIfPresent(order.pod(), (_, _) -> new Open(order, keeper.nowNanos()));
    }

    /** Asks after a binding until it is clear. */
    public void follow(Binder.Order order) {
        if (open.put(order.pod(), new Open(order, keeper.nowNanos())) == null) {
            askLater(order.pod(), FIRST_PAUSE_MILLIS);
        }
    }

    private void askLater(PodId pod, long pauseMillis) {
        vertx.setTimer(pauseMillis, _ -> {
            Open asked = open.get(pod);
            if (asked != null) {
                Binder.Order order = asked.order();
                Future.fromCompletionStage(
                                pods.whereIs(order.namespace(), order.name(), pod), vertx.getOrCreateContext())
                        .onSuccess(place -> settle(pod, place, pauseMillis));
            }
        });
    }

    private void settle(PodId pod, PodPlace place, long pauseMillis) {
        Open now = open.get(pod);
        if (now == null) {
            return;
        }
        boolean late = keeper.nowNanos() - now.sentNanos() > LAST;
        switch (place) {
            case PodPlace.At(String node) ->
                end(now.order(), !node.equals(now.order().node()));
            case PodPlace.Gone _ -> end(now.order(), true);
            case PodPlace.NotBound _ when late -> end(now.order(), true);
            case PodPlace.NotBound _, PodPlace.Unclear _ -> askLater(pod, Math.min(MOST_PAUSE_MILLIS, 2 * pauseMillis));
        }
    }

    private void end(Binder.Order order, boolean release) {
        open.remove(order.pod());
        if (release && order.node().equals(keeper.boundTo(order.pod()))) {
            keeper.apply(new ClusterEvent.PodReleased(order.pod()));
        }
    }
}
