package io.switchman.extender.app;

import io.switchman.extender.app.WaitingPods.Waiting;
import io.switchman.topology.state.PodId;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Wakes pods, so many in a second. What is over waits for its turn, those of high priority first; what fails is tried again a few
 * times. Used on the writer's thread.
 */
final class Kicks {
    private static final long TURN_MILLIS = 100;
    private static final long AGAIN_MILLIS = 1_000;
    private static final int TRIES = 5;

    /** So long the cluster's watch may be behind the scheduler's own. */
    private static final long UNSEEN_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Vertx vertx;
    private final StateKeeper keeper;
    private final WaitingPods waiting;
    private final WatchedPods watched;
    private final Waker waker;
    private final int perSecond;
    private final Tally tally;

    /** Pods whose turn comes, with tries that failed. */
    private final Map<PodId, Integer> ready = new LinkedHashMap<>();

    /** Pods of which it was counted that it was too early for them. */
    private final Set<PodId> late = new HashSet<>();

    private double tokens;
    private long countedNanos;
    private boolean ticking;

    /**
     * Nobody is to be woken.
     *
     * @param perSecond most pods in a second, 1 or more
     */
    Kicks(
            Vertx vertx,
            StateKeeper keeper,
            WaitingPods waiting,
            WatchedPods watched,
            Waker waker,
            int perSecond,
            Tally tally) {
        this.vertx = vertx;
        this.keeper = keeper;
        this.waiting = waiting;
        this.watched = watched;
        this.waker = waker;
        this.perSecond = perSecond;
        this.tally = tally;
        this.tokens = most();
        this.countedNanos = keeper.nowNanos();
    }

    /** Tokens saved at most; a tenth of a second's, so that no second sees many more than are allowed. */
    private double most() {
        return Math.max(1, perSecond / 10.0);
    }

    /** Whether a pod's turn comes anyway. */
    boolean isReady(PodId id) {
        return ready.containsKey(id);
    }

    /** Wakes these as soon as may be. */
    void add(List<Waiting> pods) {
        pods.forEach(pod -> ready.putIfAbsent(pod.id(), 0));
        send();
    }

    /** Whether a pod may be woken as far as the cluster tells; one that is over, bound or gone is forgotten. */
    boolean stillWaits(Waiting pod) {
        WatchedPods.Watched told = watched.of(pod.id());
        boolean gone = told == null
                ? keeper.nowNanos() - pod.refusedNanos() > UNSEEN_NANOS
                : told.node() != null || told.isOver();
        if (gone) {
            waiting.remove(pod.id());
        }
        return !gone;
    }

    private void send() {
        refill();
        List<Waiting> turns = new ArrayList<>();
        ready.keySet().removeIf(id -> {
            Waiting pod = waiting.get(id);
            if (pod == null || !stillWaits(pod)) {
                late.remove(id);
                return true;
            }
            turns.add(pod);
            return false;
        });
        turns.sort(Waiting.ORDER);
        for (Waiting pod : turns) {
            if (watched.of(pod.id()) == null) {
                continue;
            }
            if (tokens >= 1) {
                tokens--;
                send(pod);
            } else if (late.add(pod.id())) {
                tally.kick(Tally.Kick.LIMITED);
            }
        }
        if (!ready.isEmpty() && !ticking) {
            ticking = true;
            vertx.setTimer(TURN_MILLIS, _ -> {
                ticking = false;
                send();
            });
        }
    }

    private void refill() {
        long now = keeper.nowNanos();
        tokens = Math.min(most(), tokens + perSecond * (now - countedNanos) / 1e9);
        countedNanos = now;
    }

    private void send(Waiting pod) {
        Integer tries = ready.remove(pod.id());
        late.remove(pod.id());
        long now = keeper.nowNanos();
        waiting.woken(pod.id(), now);
        waker.wake(pod.id(), pod.namespace(), pod.name(), keeper.state().generation())
                .onComplete(result -> sent(
                        pod.id(),
                        now,
                        tries == null ? 1 : tries + 1,
                        result.succeeded() ? result.result() : Waker.Answer.UNCLEAR));
    }

    private void sent(PodId id, long sentNanos, int tries, Waker.Answer answer) {
        tally.kick(answer == Waker.Answer.WOKEN ? Tally.Kick.SENT : Tally.Kick.FAILED);
        switch (answer) {
            case WOKEN, REFUSED -> {}
            case GONE -> waiting.remove(id);
            case UNCLEAR -> {
                if (tries < TRIES) {
                    vertx.setTimer(AGAIN_MILLIS, _ -> again(id, sentNanos, tries));
                }
            }
        }
    }

    /** Unless the scheduler has tried the pod meanwhile. */
    private void again(PodId id, long sentNanos, int tries) {
        Waiting pod = waiting.get(id);
        if (pod != null && pod.wokenNanos() != null && pod.wokenNanos() == sentNanos) {
            ready.putIfAbsent(id, tries);
            send();
        }
    }
}
