package io.switchman.extender.app;

import io.switchman.extender.wire.NameTable;
import io.switchman.topology.state.ClusterEvent;
import io.switchman.topology.state.ClusterState;
import io.switchman.topology.state.Effect;
import io.switchman.topology.state.Hold;
import io.switchman.topology.state.Node;
import io.switchman.topology.state.NodeView;
import io.switchman.topology.state.PodId;
import io.switchman.topology.state.Reducer;
import io.switchman.topology.state.Step;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer of the state. All changes are made on one thread, the event loop of the verbs; every thread may read the
 * snapshot.
 */
public final class StateKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(StateKeeper.class);

    private final Reducer reducer;
    private final LongSupplier clockNanos;
    private final List<Consumer<Effect>> listeners = new CopyOnWriteArrayList<>();
    private final List<Runnable> changes = new CopyOnWriteArrayList<>();
    private volatile Snapshot snapshot = new Snapshot(ClusterState.EMPTY, NameTable.EMPTY);
    private volatile boolean synced;

    /**
     * A keeper of an empty state.
     *
     * @param clockNanos the monotonic clock that hold deadlines are measured by
     */
    public StateKeeper(Reducer reducer, LongSupplier clockNanos) {
        this.reducer = reducer;
        this.clockNanos = clockNanos;
    }

    /**
     * A state with the table of its names.
     *
     * @param names built on the state's own directory
     */
    public record Snapshot(ClusterState state, NameTable names) {}

    /** The newest state. */
    public Snapshot snapshot() {
        return snapshot;
    }

    /** The newest state. */
    public ClusterState state() {
        return snapshot.state();
    }

    /** The node that a pod is bound to, or null. */
    public @Nullable String boundTo(PodId pod) {
        Node node = nodeOf(pod);
        return node != null && node.claimOf(pod) != null ? node.name() : null;
    }

    /** What a pod holds, or null. */
    @Nullable
    Hold holdOf(PodId pod) {
        Node node = nodeOf(pod);
        return node == null ? null : node.holdOf(pod);
    }

    /** The node that a pod claims or holds devices of, or null. */
    @Nullable
    Node nodeOf(PodId pod) {
        int slot = state().slotOf(pod);
        return slot < 0
                ? null
                : switch (state().view(slot)) {
                    case NodeView.Known(Node known) -> known;
                    case NodeView.Stale(Node old, long _) -> old;
                    case NodeView.Unknown _ -> null;
                };
    }

    /** What a state would be after some events. Nothing happens. */
    Snapshot supposing(Snapshot base, List<ClusterEvent> events) {
        ClusterState supposed = reducer.apply(base.state(), events, nowNanos()).state();
        return new Snapshot(supposed, base.names());
    }

    /** Nanoseconds of the monotonic clock. */
    public long nowNanos() {
        return clockNanos.getAsLong();
    }

    /** Whether the first complete picture of the cluster is there; before that nothing is decided. */
    public boolean isSynced() {
        return synced;
    }

    /** Says that the first complete picture is there. */
    public void markSynced() {
        synced = true;
    }

    /** Who wants to know that there is a new state, on the writer's thread. */
    public void onChange(Runnable listener) {
        changes.add(listener);
    }

    /** Who wants to hear of effects, on the writer's thread. */
    public void addListener(Consumer<Effect> listener) {
        listeners.add(listener);
    }

    /** Applies events and publishes the next state. Only the writer's thread may call this. */
    public Step apply(List<ClusterEvent> events) {
        Snapshot before = snapshot;
        Step step = reducer.apply(before.state(), events, nowNanos());
        if (step.state() != before.state()) {
            NameTable names = step.state().directory() == before.names().directory()
                    ? before.names()
                    : new NameTable(step.state().directory());
            snapshot = new Snapshot(step.state(), names);
            changes.forEach(StateKeeper::run);
        }
        for (Effect effect : step.effects()) {
            listeners.forEach(listener -> run(() -> listener.accept(effect)));
        }
        return step;
    }

    /** The state has changed already: that one who hears of it fails must keep nobody else from hearing of it. */
    private static void run(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException e) {
            LOG.error("a listener of the state failed, which is a bug", e);
        }
    }

    /** Ends the holds whose deadline has come. Only the writer's thread may call this. */
    public void endOverdueHolds() {
        if (state().holds() > 0) {
            apply(List.of());
        }
    }

    /** Applies one event. */
    public Step apply(ClusterEvent event) {
        return apply(List.of(event));
    }
}
