package io.switchman.extender.http;

import io.vertx.core.http.HttpServerRequest;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes calls on the leader only. Readiness alone does not do that: it steers new connections, and a scheduler keeps the
 * one that it has for as long as it is used.
 *
 * @param isLeader whether this replica leads; any thread may ask
 */
public record Leadership(BooleanSupplier isLeader) implements Admission {
    /** Why a replica that does not lead is not ready. */
    static final String NOT_LEADER = "not the leader: another replica answers the scheduler (verbs.readyWhen)";

    /** For a replica that never waits for others. */
    public static final Leadership ALONE = new Leadership(() -> true);

    @Override
    public @Nullable Denial deny(HttpServerRequest request) {
        return isLeader.getAsBoolean() ? null : new Denial(503, NOT_LEADER);
    }
}
