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
 * @param freshness brings the state up to what the cluster knows
 * @param waker makes the scheduler try pods again
 * @param failures tells of pods that kubelets did not admit
 */
public record ClusterSide(
        Binder binder,
        WatchedPods pods,
        KnownTraits traits,
        KnownNetworks networks,
        Freshness freshness,
        Waker waker,
        AdmissionFailures failures) {
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
                KnownNetworks.NONE,
                Freshness.GIVEN,
                Waker.NONE,
                AdmissionFailures.NONE);
    }

    /** The same cluster, whose pods are told from here. */
    public ClusterSide with(WatchedPods others) {
        return new ClusterSide(binder, others, traits, networks, freshness, waker, failures);
    }

    /** The same cluster, whose nodes and networks are told from here. */
    public ClusterSide with(KnownTraits otherTraits, KnownNetworks otherNetworks) {
        return new ClusterSide(binder, pods, otherTraits, otherNetworks, freshness, waker, failures);
    }
}
