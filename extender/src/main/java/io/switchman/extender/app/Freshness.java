package io.switchman.extender.app;

import io.vertx.core.Future;

/** Brings the state up to what the cluster knows. Asked on the writer's thread. */
@FunctionalInterface
public interface Freshness {
    /** The state is all there is. */
    Freshness GIVEN = Future::succeededFuture;

    /**
     * Waits for what was written to the cluster before this call, whoever wrote it.
     *
     * @return completes on the writer's thread once all of it is in the state, which may take as long as it likes
     */
    Future<Void> catchUp();
}
