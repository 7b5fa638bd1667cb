package io.switchman.extender.app;

import io.switchman.extender.app.WaitingPods.Waiting;
import io.switchman.extender.wire.PodFacts;
import io.switchman.topology.placement.NodeJudge;
import io.switchman.topology.placement.Request;
import io.switchman.topology.state.PodId;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that a pod that found no node is tried again when there is room for it: the scheduler may have tried it a moment
 * before we knew, and hears of most of our changes never.
 *
 * <p>Some are woken without a look: those whose victims have left, as their room is held for them, and so is no room to others;
 * and those for which no eviction helped when something leaves a node that was looked at.
 *
 * <p>Changes of some milliseconds are looked at together. Only nodes that changed are judged, by a worker, for each request that
 * somebody waits with, and no more pods are woken than those nodes could take; of pods that may use different nodes, so many of
 * each kind. While nothing changes, nothing is done. Used on the writer's thread.
 */
final class Kicker {
    private static final Logger LOG = LoggerFactory.getLogger(Kicker.class);

    /** How long a change waits for others that come with it. */
    static final long PAUSE_MILLIS = 75;

    /** Longest turn of the worker; then others have theirs. */
    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /** So long a pod that was woken is left alone, unless it is refused again. */
    static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Vertx vertx;
    private final StateKeeper keeper;
    private final JudgePool pool;
    private final FailedAdmissions failed;
    private final WaitingPods waiting;
    private final Kicks kicks;
    private final NewRoom newRoom;
    private final Nominations nominations;
    private final InVain inVain = new InVain();
    private boolean underWay;

    Kicker(
            Vertx vertx,
            StateKeeper keeper,
            JudgePool pool,
            NodeJudge judge,
            FailedAdmissions failed,
            WaitingPods waiting,
            Kicks kicks,
            Nominations nominations) {
        this.vertx = vertx;
        this.keeper = keeper;
        this.pool = pool;
        this.failed = failed;
        this.waiting = waiting;
        this.kicks = kicks;
        this.newRoom = new NewRoom(judge);
        this.nominations = nominations;
        keeper.onChange(this::changed);
    }

    /**
     * A pod found no node.
     *
     * @param snapshot the state that it was refused on
     */
    void refused(PodFacts pod, Request request, StateKeeper.Snapshot snapshot) {
        inVain.remove(new PodId(pod.uid()));
        waits(pod, request, snapshot);
    }

    /**
     * No eviction helps a pod.
     *
     * @param snapshot the state that this was found on
     * @param candidates nodes where some might have
     */
    void keptOut(PodFacts pod, Request request, StateKeeper.Snapshot snapshot, Set<String> candidates) {
        inVain.add(new PodId(pod.uid()), candidates, snapshot.state());
        waits(pod, request, snapshot);
    }

    private void waits(PodFacts pod, Request request, StateKeeper.Snapshot snapshot) {
        waiting.refused(pod, request, snapshot, keeper.nowNanos());
        if (!keeper.state().equals(snapshot.state())) {
            changed();
        }
    }

    /** A pod found a node. */
    void passed(PodFacts pod) {
        inVain.remove(new PodId(pod.uid()));
        waiting.remove(new PodId(pod.uid()));
    }

    /** Drops pods that nobody has tried for long. */
    void forget() {
        waiting.forget(keeper.nowNanos());
    }

    /** A node that is as it was can be tried again by pods that ask this. */
    void lookAt(Request request, String node) {
        waiting.lookAt(request, Set.of(node));
        changed();
    }

    private void changed() {
        if (!underWay && waiting.size() > 0) {
            underWay = true;
            vertx.setTimer(PAUSE_MILLIS, _ -> look());
        }
    }

    private void look() {
        StateKeeper.Snapshot snapshot = keeper.snapshot();
        wakeUnseen(snapshot);
        List<NewRoom.Question> questions = waiting.due(snapshot).stream()
                .map(due -> new NewRoom.Question(due, failed.keptFrom(due.request())))
                .toList();
        if (questions.isEmpty()) {
            underWay = false;
            return;
        }
        long end = keeper.nowNanos() + TURN_NANOS;
        pool.onWorker(deadline -> newRoom.find(questions, snapshot.state(), () -> isOver(end) || isOver(deadline)))
                .onComplete(result -> {
                    underWay = false;
                    boolean more = !keeper.state().equals(snapshot.state());
                    if (result.succeeded()) {
                        more |= wake(result.result());
                    } else {
                        LOG.error("no room was looked for: a bug", result.cause());
                    }
                    if (more) {
                        changed();
                    }
                });
    }

    private void wakeUnseen(StateKeeper.Snapshot snapshot) {
        List<PodId> pods = new ArrayList<>(inVain.due(snapshot.state(), id -> waiting.get(id) != null));
        for (PodId pod : nominations.vacated()) {
            if (waiting.get(pod) != null) {
                nominations.announced(pod);
                pods.add(pod);
            }
        }
        List<Waiting> chosen = new ArrayList<>();
        for (PodId id : pods) {
            Waiting pod = waiting.get(id);
            if (pod != null && isDue(pod) && kicks.stillWaits(pod)) {
                chosen.add(pod);
            }
        }
        kicks.add(chosen);
    }

    private boolean isOver(long deadline) {
        return keeper.nowNanos() - deadline >= 0;
    }

    /** Answers whether nodes are left to look at. */
    private boolean wake(List<NewRoom.Room> rooms) {
        boolean more = false;
        List<Waiting> chosen = new ArrayList<>();
        for (NewRoom.Room room : rooms) {
            if (!room.missed().isEmpty()) {
                waiting.lookAt(room.request(), room.missed());
                more = true;
            }
            // We do not know which of the nodes a pod may use: each kind of pods is woken as if it could use all.
            Map<Integer, Integer> taken = new HashMap<>();
            for (Waiting pod : room.pods() == 0 ? List.<Waiting>of() : waiting.waitingFor(room.request())) {
                if (taken.getOrDefault(pod.nodeRules(), 0) < room.pods() && isDue(pod) && kicks.stillWaits(pod)) {
                    chosen.add(pod);
                    taken.merge(pod.nodeRules(), 1, Integer::sum);
                }
            }
        }
        kicks.add(chosen);
        return more;
    }

    private boolean isDue(Waiting pod) {
        boolean lately = pod.wokenNanos() != null && keeper.nowNanos() - pod.wokenNanos() < AGAIN_NANOS;
        return !lately && !kicks.isReady(pod.id());
    }
}
