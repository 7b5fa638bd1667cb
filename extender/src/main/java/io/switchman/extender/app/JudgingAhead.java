package io.switchman.extender.app;

import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;

/**
 * Judges the nodes that a change touched for the requests seen last, before anybody asks: a scheduler that places one pod
 * after another then finds everything known. It waits for a quiet moment, and never has more than one round under way.
 */
final class JudgingAhead {
    /** Requests whose boards are kept fresh. */
    private static final int BOARDS = 8;

    /** More changed nodes than this are left to whoever asks: then the cluster is changing as a whole. */
    private static final int NODES = 64;

    /** How long a change may wait for others that come with it. */
    private static final long PAUSE_MILLIS = 1;

    private final Vertx vertx;
    private final StateKeeper keeper;
    private final Boards boards;
    private final JudgePool pool;
    private boolean underWay;

    JudgingAhead(Vertx vertx, StateKeeper keeper, Boards boards, JudgePool pool) {
        this.vertx = vertx;
        this.keeper = keeper;
        this.boards = boards;
        this.pool = pool;
    }

    /** From now on; the keeper's changes must be made on an event loop. */
    void start() {
        keeper.onChange(this::changed);
    }

    private void changed() {
        if (!underWay && boards.size() > 0) {
            underWay = true;
            vertx.timer(PAUSE_MILLIS, TimeUnit.MILLISECONDS).onComplete(_ -> round());
        }
    }

    private void round() {
        StateKeeper.Snapshot snapshot = keeper.snapshot();
        pool.ahead(boards.recent(BOARDS), snapshot, NODES).onComplete(_ -> {
            underWay = false;
            if (keeper.state().generation() != snapshot.state().generation()) {
                changed();
            }
        });
    }
}
