package io.switchman.extender.cluster;

import io.switchman.events.cluster.Evidence;
import io.switchman.events.kube.facts.PodFacts;
import io.switchman.events.kube.write.AnnotateAnswer;
import io.switchman.events.plan.ActualDevices;
import io.switchman.extender.app.StateKeeper;
import io.switchman.extender.app.Tally;
import io.switchman.extender.config.Limit;
import io.switchman.topology.state.Claim;
import io.switchman.topology.state.Effect;
import io.switchman.topology.state.Node;
import io.switchman.topology.state.NodeView;
import io.switchman.topology.state.PodId;
import io.vertx.core.Future;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes on pods which devices they got, once their nodes have said so: a few at a time, and only where that is news. One replica
 * does it, the holder of the Lease, and looks at all pods when it becomes that. Used on the writer's thread.
 */
final class ActualWriter {
    /** How often {@link #turn} is to be called. */
    static final long TURN_MILLIS = 100;

    private static final Logger LOG = LoggerFactory.getLogger(ActualWriter.class);

    /** Writings in a turn: twenty in a second. */
    private static final int WRITINGS = 2;

    private static final int IN_FLIGHT = 8;

    /** Pods in a turn of which it is looked up whether there is news: some tens of microseconds each. */
    private static final int LOOKS = 32;

    /** Nodes in a turn whose pods are looked at, some eight on each. */
    private static final int NODES = 4;

    private static final long FIRST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long MOST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final StateKeeper keeper;
    private final ActualReading reading;
    private final Pen pen;
    private final BooleanSupplier leads;
    private final int capacity;
    private final Tally tally;
    private final Set<PodId> queue = new LinkedHashSet<>();

    /** Nodes whose pods are still to be looked for. */
    private Iterator<String> nodes = Collections.emptyIterator();

    private boolean leading;

    /** Whether some had no room, so that all must be looked for again. */
    private boolean missed;

    private int inFlight;
    private long pauseNanos;
    private long idleUntilNanos;
    private long refusals;

    /**
     * A writer with nothing to do.
     *
     * @param leads whether it is this replica that writes
     * @param capacity most pods that wait, 1 or more
     */
    ActualWriter(StateKeeper keeper, ActualReading reading, Pen pen, BooleanSupplier leads, int capacity, Tally tally) {
        this.keeper = keeper;
        this.reading = reading;
        this.pen = pen;
        this.leads = leads;
        this.capacity = capacity;
        this.tally = tally;
        this.idleUntilNanos = keeper.nowNanos();
    }

    /** Writes on pods. */
    @FunctionalInterface
    interface Pen {
        /**
         * Writes the annotation.
         *
         * @return the answer on the writer's thread, always
         */
        Future<AnnotateAnswer> write(PodFacts pod, String text);
    }

    /** Hears of what happened to the state. */
    void accept(Effect effect) {
        if (effect instanceof Effect.Settled(String _, Claim claim)) {
            told(claim.pod());
        }
    }

    /** A node said what a pod got, which may be just what was thought. */
    void told(PodId pod) {
        if (leads.getAsBoolean() && !add(pod)) {
            tally.limitHit(Limit.ACTUALS, 1);
            missed = true;
        }
    }

    /** Does a little. */
    void turn() {
        boolean now = leads.getAsBoolean();
        if (now && !leading) {
            lookForAll();
        } else if (!now && leading) {
            queue.clear();
            nodes = Collections.emptyIterator();
        }
        leading = now;
        if (leading) {
            look();
            write();
        }
        tally.actuals(queue.size());
    }

    private boolean add(PodId pod) {
        return queue.contains(pod) || queue.size() < capacity && queue.add(pod);
    }

    private void lookForAll() {
        missed = false;
        nodes = keeper.state().directory().names().iterator();
    }

    private void look() {
        if (missed && queue.isEmpty() && !nodes.hasNext()) {
            lookForAll();
        }
        for (int i = 0; i < NODES && nodes.hasNext(); i++) {
            if (keeper.state().view(nodes.next()) instanceof NodeView.Known(Node node)) {
                for (Claim claim : node.claims()) {
                    // Those that have it already must not take the room of those that have not.
                    missed |= news(claim.pod()) != null && !add(claim.pod());
                }
            }
        }
    }

    /** Whether the state agrees with what the node says: a word that contradicts another one is not repeated. */
    private boolean isSettled(Claim claim) {
        Evidence evidence = reading.picture().evidence(claim.pod());
        return evidence != null
                && claim.isExact()
                && claim.gpus() == evidence.gpus()
                && Arrays.equals(claim.vfs(), evidence.vfCounts());
    }

    private void write() {
        if (keeper.nowNanos() - idleUntilNanos < 0) {
            return;
        }
        int written = 0;
        Iterator<PodId> first = queue.iterator();
        for (int i = 0; i < LOOKS && written < WRITINGS && inFlight < IN_FLIGHT && first.hasNext(); i++) {
            PodId id = first.next();
            first.remove();
            News news = news(id);
            if (news != null) {
                written++;
                write(news.pod(), news.actual());
            }
        }
    }

    /** What is to be written on a pod. */
    private record News(PodFacts pod, ActualDevices actual) {}

    /** What is to be written on a pod; null where it is not known, or stands there already. */
    private @Nullable News news(PodId id) {
        PodFacts pod = reading.picture().pod(id);
        Claim claim = claim(id);
        ActualDevices actual = claim == null || !isSettled(claim) ? null : reading.of(id);
        if (pod == null || actual == null) {
            return null;
        }
        String before = pod.annotations().get(ActualDevices.ANNOTATION);
        return actual.text().equals(before) ? null : new News(pod, actual);
    }

    private @Nullable Claim claim(PodId id) {
        int slot = keeper.state().slotOf(id);
        return slot >= 0 && keeper.state().view(slot) instanceof NodeView.Known(Node node) ? node.claimOf(id) : null;
    }

    private void write(PodFacts pod, ActualDevices actual) {
        inFlight++;
        pen.write(pod, actual.text()).onComplete(result -> {
            inFlight--;
            answered(
                    pod,
                    actual,
                    result.succeeded() ? result.result() : new AnnotateAnswer.Unclear("a bug: " + result.cause()));
        });
    }

    private void answered(PodFacts pod, ActualDevices actual, AnnotateAnswer answer) {
        switch (answer) {
            case AnnotateAnswer.Done _ -> {
                pauseNanos = 0;
                tally.actualWrite(true);
                tally.verified(actual);
                if (actual.breaksPromise()) {
                    LOG.warn("pod {} was certain to get aligned devices, and got {}", pod.fullName(), actual.text());
                }
            }
            case AnnotateAnswer.Gone _ -> {}
            case AnnotateAnswer.Refused(int status, String reason) -> {
                tally.actualWrite(false);
                if (refusals++ % 100 == 0) {
                    LOG.warn("it could not be written on pod {} what it got: {} {}", pod.fullName(), status, reason);
                }
            }
            case AnnotateAnswer.NotSent _, AnnotateAnswer.Unclear _ -> {
                tally.actualWrite(false);
                pauseNanos = Math.clamp(2 * pauseNanos, FIRST_PAUSE_NANOS, MOST_PAUSE_NANOS);
                idleUntilNanos = keeper.nowNanos() + pauseNanos;
                missed |= !add(pod.id());
            }
        }
    }
}
