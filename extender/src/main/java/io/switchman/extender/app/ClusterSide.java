package io.switchman.extender.app;

import io.switchman.extender.network.KnownNetworks;
import io.switchman.extender.prefer.KnownTraits;
import io.vertx.core.Future;

/**
 * The cluster, as the verbs need it.
 *
 * @param binder makes bindings last
 * @param pods what the cluster tells of pods
 * @param traits what it tells of nodes
 * @param networks what it tells of networks
 */
public record ClusterSide(Binder binder, WatchedPods pods, KnownTraits traits, KnownNetworks networks) {
    /** A cluster inside the process in which every binding succeeds, and nobody says what bound pods really got. */
    public static final ClusterSide NOBODY = embedded(BoundPods.NOBODY);

    /**
     * A cluster inside the process in which every binding succeeds.
     *
     * @param boundPods is told of pods that got devices
     */
    public static ClusterSide embedded(BoundPods boundPods) {
        return new ClusterSide(
                order -> {
                    Binder.Placed placed = order.placed();
                    if (placed != null) {
                        boundPods.bound(
                                new BoundPods.Bound(order.pod(), placed.before(), placed.request(), placed.fits()));
                    }
                    return Future.succeededFuture(new Binder.Answer.Done());
                },
                WatchedPods.NONE,
                KnownTraits.NONE,
                KnownNetworks.NONE);
    }
}
