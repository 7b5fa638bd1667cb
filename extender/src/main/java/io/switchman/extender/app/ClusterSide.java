package io.switchman.extender.app;

import io.vertx.core.Future;

/**
 * The cluster, as the verbs need it.
 *
 * @param binder makes bindings last
 * @param pods what the cluster tells of pods
 * @param freshness brings the state up to what the cluster knows
 * @param waker makes the scheduler try pods again
 * @param failures tells of pods that kubelets did not admit
 */
public record ClusterSide(
        Binder binder, WatchedPods pods, Freshness freshness, Waker waker, AdmissionFailures failures) {
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
                Freshness.GIVEN,
                Waker.NONE,
                AdmissionFailures.NONE);
    }
}
