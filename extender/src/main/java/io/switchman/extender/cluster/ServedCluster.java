package io.switchman.extender.cluster;

import io.switchman.extender.app.ClusterSide;
import io.switchman.extender.app.StateKeeper;
import io.switchman.extender.app.Tally;
import io.switchman.extender.config.Limits;
import io.switchman.extender.request.Requests;
import io.switchman.topology.state.ClusterEvent;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.List;

/** A cluster to serve: where its facts come from, and where decisions go. */
public interface ServedCluster {
    /** A cluster like it, to warm up with; nothing that happens to it is real. */
    List<ClusterEvent> sample();

    /** Begins to tell the writer's keeper what there is. Called once, on the writer's event loop. */
    Connection connect(Writer writer);

    /**
     * The writer that a cluster tells things.
     *
     * @param context its context
     * @param keeper its state
     * @param requests reads what pods ask
     * @param limits of what is remembered
     * @param tally is told what is done
     */
    record Writer(Vertx vertx, Context context, StateKeeper keeper, Requests requests, Limits limits, Tally tally) {}

    /** A connected cluster. */
    interface Connection {
        /** What the verbs need of it. */
        ClusterSide side();

        /** Whether this replica leads, now. Any thread may ask. */
        boolean leads();

        /** Ends it; may block. */
        void close();
    }
}
