package io.switchman.extender.app;

import io.switchman.extender.config.Limit;
import io.switchman.extender.wire.PodFacts;
import io.switchman.topology.placement.Request;
import io.switchman.topology.state.PodId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Pods that found no node, by what they ask. Bounded; the one that was refused longest ago falls out, and so does one that
 * nobody has tried for long: another replica is asked for it now. Used on the writer's thread only.
 */
final class WaitingPods {
    /** Twice as long as the scheduler leaves a pod alone by default ({@code podMaxInUnschedulablePodsDuration}). */
    static final long FORGOTTEN_NANOS = TimeUnit.MINUTES.toNanos(10);

    private final int capacity;
    private final Tally tally;

    /** The one that was refused longest ago first. */
    private final Map<PodId, Waiting> pods = new LinkedHashMap<>();

    private final Map<Request, Group> groups = new HashMap<>();

    /**
     * Nobody waits.
     *
     * @param capacity most pods, 1 or more
     */
    WaitingPods(int capacity, Tally tally) {
        this.capacity = capacity;
        this.tally = tally;
    }

    /**
     * A pod that waits.
     *
     * @param nodeRules pods with the same may use the same nodes
     * @param sinceNanos when it was refused first
     * @param refusedNanos when it was refused last
     * @param wokenNanos when it was woken since; null if it was not
     */
    record Waiting(
            PodId id,
            String namespace,
            String name,
            int priority,
            Request request,
            int nodeRules,
            long sinceNanos,
            long refusedNanos,
            @Nullable Long wokenNanos) {
        /** Who is woken first. */
        static final Comparator<Waiting> ORDER = Comparator.comparingInt(Waiting::priority)
                .reversed()
                .thenComparing((a, b) -> Long.signum(a.sinceNanos - b.sinceNanos));

        private Waiting woken(long nanos) {
            return new Waiting(id, namespace, name, priority, request, nodeRules, sinceNanos, refusedNanos, nanos);
        }
    }

    /** Pods that ask the same. */
    static final class Group {
        private final Set<PodId> members = new HashSet<>();

        /** Nodes that did not change since have been looked at. */
        private StateKeeper.Snapshot base;

        /** Nodes to be looked at though they may not have changed. */
        private final Set<String> also = new HashSet<>();

        private Group(StateKeeper.Snapshot base) {
            this.base = base;
        }
    }

    /**
     * What must be looked at for a request.
     *
     * @param since nodes that changed since
     * @param also more nodes
     */
    record Due(Request request, StateKeeper.Snapshot since, Set<String> also) {}

    int size() {
        return pods.size();
    }

    /** A pod that waits, or null. */
    @Nullable
    Waiting get(PodId id) {
        return pods.get(id);
    }

    /**
     * A pod found no node.
     *
     * @param snapshot the state that it was refused on; what changed since is still to be looked at
     */
    void refused(PodFacts pod, Request request, StateKeeper.Snapshot snapshot, long now) {
        PodId id = new PodId(pod.uid());
        Waiting before = pods.get(id);
        long since = before == null ? now : before.sinceNanos();
        remove(id);
        pods.put(
                id,
                new Waiting(
                        id, pod.namespace(), pod.name(), pod.priority(), request, pod.nodeRules(), since, now, null));
        Group group = groups.computeIfAbsent(request, _ -> new Group(snapshot));
        group.members.add(id);
        if (snapshot.state().generation() < group.base.state().generation()) {
            group.base = snapshot;
        }
        if (pods.size() > capacity) {
            remove(pods.keySet().iterator().next());
            tally.limitHit(Limit.WAITING, 1);
        }
        tally.waiting(pods.size());
    }

    /** A pod does not wait any more. */
    void remove(PodId id) {
        Waiting pod = pods.remove(id);
        Group group = pod == null ? null : groups.get(pod.request());
        if (pod != null && group != null) {
            group.members.remove(id);
            if (group.members.isEmpty()) {
                groups.remove(pod.request());
            }
            tally.waiting(pods.size());
        }
    }

    /** A pod was woken; it stays until it finds a node. */
    void woken(PodId id, long now) {
        pods.computeIfPresent(id, (_, pod) -> pod.woken(now));
    }

    /** Drops those that nobody has tried for long. */
    void forget(long now) {
        List<PodId> old = new ArrayList<>();
        Iterator<Waiting> oldest = pods.values().iterator();
        Waiting pod = oldest.hasNext() ? oldest.next() : null;
        while (pod != null && now - pod.refusedNanos() > FORGOTTEN_NANOS) {
            old.add(pod.id());
            pod = oldest.hasNext() ? oldest.next() : null;
        }
        old.forEach(this::remove);
    }

    /** Has a node looked at for a request, whether or not it changes. */
    void lookAt(Request request, Collection<String> nodes) {
        Group group = groups.get(request);
        if (group != null) {
            group.also.addAll(nodes);
        }
    }

    /** What is to be looked at; from then on counts what changes after this snapshot. */
    List<Due> due(StateKeeper.Snapshot snapshot) {
        List<Due> due = new ArrayList<>();
        groups.forEach((request, group) -> {
            boolean changed = !group.base.state().equals(snapshot.state());
            if (changed || !group.also.isEmpty()) {
                due.add(new Due(request, group.base, Set.copyOf(group.also)));
                group.base = snapshot;
                group.also.clear();
            }
        });
        return due;
    }

    /** Those who ask this, whoever is to be woken first first. */
    List<Waiting> waitingFor(Request request) {
        Group group = groups.get(request);
        List<Waiting> waiting = new ArrayList<>();
        if (group != null) {
            for (PodId id : group.members) {
                Waiting pod = pods.get(id);
                if (pod != null) {
                    waiting.add(pod);
                }
            }
        }
        waiting.sort(Waiting.ORDER);
        return waiting;
    }
}
