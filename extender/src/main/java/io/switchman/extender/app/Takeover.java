package io.switchman.extender.app;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sees that nothing is bound on a state that lacks what another replica did. Whoever is called after a quiet time may have taken
 * over from one whose last bindings have not come through the watch yet; so the first binding waits for a list of all pods that
 * begins after it was asked for. Others that come meanwhile wait for the same list. Used on the writer's thread.
 */
final class Takeover {
    /** The scheduler's leader election needs as long until another one calls ({@code leaseDuration}). */
    static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(15);

    private final Vertx vertx;
    private final StateKeeper keeper;
    private final Freshness freshness;
    private final long patienceMillis;
    private final Tally tally;

    /** Quiet times so far, and the last of them after which the state was brought up to date. */
    private long quietTimes = 1;

    private long caughtUpAfter;
    private @Nullable Question question;
    private long lastCallNanos;

    /**
     * Before the first call.
     *
     * @param patienceMillis how long a binding waits
     */
    Takeover(Vertx vertx, StateKeeper keeper, Freshness freshness, long patienceMillis, Tally tally) {
        this.vertx = vertx;
        this.keeper = keeper;
        this.freshness = freshness;
        this.patienceMillis = patienceMillis;
        this.tally = tally;
        this.lastCallNanos = keeper.nowNanos();
    }

    /** A list that is waited for, and after which quiet time it was asked for. */
    private record Question(long quietTime, Future<Void> answer) {}

    /** One of the verbs was called. */
    void called() {
        long now = keeper.nowNanos();
        if (now - lastCallNanos >= QUIET_NANOS) {
            quietTimes++;
        }
        lastCallNanos = now;
    }

    /** Waits until a binding may be made; says whether it may, which it may not if that takes too long. */
    Future<Boolean> caughtUp() {
        if (caughtUpAfter == quietTimes) {
            return Future.succeededFuture(true);
        }
        Future<Void> answer = ask();
        if (answer.succeeded()) {
            return Future.succeededFuture(true);
        }
        Promise<Boolean> inTime = Promise.promise();
        long timer = vertx.setTimer(patienceMillis, _ -> inTime.tryComplete(false));
        answer.onComplete(result -> {
            vertx.cancelTimer(timer);
            inTime.tryComplete(result.succeeded());
        });
        return inTime.future().onSuccess(tally::takeover);
    }

    private Future<Void> ask() {
        Question before = question;
        if (before != null && before.quietTime() == quietTimes) {
            return before.answer();
        }
        long quietTime = quietTimes;
        Future<Void> answer = freshness.catchUp();
        Question asked = new Question(quietTime, answer);
        question = asked;
        answer.onComplete(result -> {
            if (result.succeeded()) {
                caughtUpAfter = Math.max(caughtUpAfter, quietTime);
            }
            question = asked.equals(question) ? null : question;
        });
        return answer;
    }
}
