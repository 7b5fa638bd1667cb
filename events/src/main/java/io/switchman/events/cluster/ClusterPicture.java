package io.switchman.events.cluster;

import io.switchman.events.kube.facts.BudgetFacts;
import io.switchman.events.kube.facts.Fact;
import io.switchman.events.kube.facts.GangFacts;
import io.switchman.events.kube.facts.GangRef;
import io.switchman.events.kube.facts.MachineTypeFacts;
import io.switchman.events.kube.facts.NetworkFacts;
import io.switchman.events.kube.facts.NetworkRef;
import io.switchman.events.kube.facts.NodeFacts;
import io.switchman.events.kube.facts.ObjectKey;
import io.switchman.events.kube.facts.PodFacts;
import io.switchman.events.kube.facts.PodFailure;
import io.switchman.events.kube.facts.SriovNodeFacts;
import io.switchman.events.kube.facts.Taint;
import io.switchman.events.kube.facts.TopologyFacts;
import io.switchman.events.kube.feed.FeedEvent;
import io.switchman.events.kube.feed.Translated;
import io.switchman.topology.model.Machine;
import io.switchman.topology.model.ResourceName;
import io.switchman.topology.state.ClusterEvent;
import io.switchman.topology.state.PodId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What all objects of the cluster say together. Takes what feeds tell, in any order between feeds, and gives what that means for
 * the state: the same objects always come to the same, however they arrive. Used on one thread.
 *
 * <p>Nothing is believed to be gone because its description is: a node without machine keeps its pods here, and they are told anew
 * once it is described again.
 */
public final class ClusterPicture {
    /** Kinds without which nothing can be said: if one is silent, every node is stale. */
    private static final Set<String> VITAL = Set.of("Node", "Pod", "NodeTopology", "SriovNetworkNodeState");

    private final TrustedPlans plans;
    private final Shelves shelves = new Shelves(this::replaced);
    private final Map<String, NodeFile> nodes = new HashMap<>();
    private final Map<PodId, PodFile> pods = new HashMap<>();
    private final Map<String, MachineTypeFacts> types = new HashMap<>();
    private final NetworkIndex networks = new NetworkIndex();
    /** Nodes with a taint that asks pods to stay away. */
    private final Set<String> discouraging = new HashSet<>();

    private final GangFile gangs = new GangFile();

    private final Set<String> silent = new HashSet<>();
    private final Set<String> listed = new HashSet<>();

    // What a batch touched.
    private final Set<String> changedNodes = new LinkedHashSet<>();
    private final Set<PodId> changedPods = new LinkedHashSet<>();
    private final Set<PodId> releasedPods = new LinkedHashSet<>();
    private List<Notice> notices = new ArrayList<>();

    private final Mishaps mishaps = new Mishaps();

    /**
     * A picture of nothing.
     *
     * @param plans tells which plans of bound pods may be believed
     */
    public ClusterPicture(TrustedPlans plans) {
        this.plans = plans;
    }

    /**
     * Takes what a feed tells.
     *
     * @param kind the feed's name
     */
    public Told apply(String kind, List<? extends FeedEvent<? extends Fact>> events) {
        for (FeedEvent<? extends Fact> event : events) {
            switch (event) {
                case FeedEvent.Seen<? extends Fact> seen -> take(kind, seen.key(), seen);
                case FeedEvent.Gone<? extends Fact> gone -> take(kind, gone.key(), gone);
                case FeedEvent.Absent<? extends Fact> _ -> {
                    shelves.keys(kind).forEach(key -> take(kind, key, new FeedEvent.Gone<>(key)));
                    listed.add(kind);
                }
                case FeedEvent.Listed<? extends Fact> _ -> listed.add(kind);
                case FeedEvent.Stale<? extends Fact> _ -> hear(kind, false);
                case FeedEvent.Fresh<? extends Fact> _ -> hear(kind, true);
            }
        }
        return tell(List.of());
    }

    /** Tries once more what failed because of a bug; feeds tell it once. */
    public Told again() {
        mishaps.takeObjects().forEach((where, event) -> take(where.kind(), where.key(), event));
        changedNodes.addAll(mishaps.takeNodes());
        changedPods.addAll(mishaps.takePods());
        return tell(mishaps.takeOwed().stream().filter(this::isStillOwed).toList());
    }

    /** Whether there is something that {@link #again} would try. */
    public boolean isBehind() {
        return !mishaps.isEmpty();
    }

    /** Says that the state has not taken an event: it counts as not told. */
    public void untold(ClusterEvent event) {
        switch (event) {
            case ClusterEvent.NodeSeen seen -> untold(seen.name());
            case ClusterEvent.NodeUnknown unknown -> untold(unknown.name());
            case ClusterEvent.NodeSilent silence -> untold(silence.name());
            case ClusterEvent.PortsChanged changed -> untold(changed.node());
            case ClusterEvent.PodBound bound -> untold(bound.node());
            case ClusterEvent.EvidenceSeen seen -> untold(nodeOf(seen.pod()));
            case ClusterEvent.NodeRebooted rebooted -> {
                mishaps.owe(rebooted);
                untold(rebooted.name());
            }
            default -> mishaps.owe(event);
        }
    }

    private @Nullable String nodeOf(PodId id) {
        PodFile file = pods.get(id);
        return file == null ? null : file.node();
    }

    private void untold(@Nullable String name) {
        NodeFile file = name == null ? null : nodes.get(name);
        if (name != null && file != null) {
            file.forget();
            mishaps.node(name);
        }
    }

    /** Takes what is told of one object; if there is a bug, other objects do not suffer from it. */
    private void take(String kind, ObjectKey key, FeedEvent<? extends Fact> event) {
        Mishaps.Where where = new Mishaps.Where(kind, key);
        mishaps.forget(where);
        try {
            if (event instanceof FeedEvent.Seen<? extends Fact> seen) {
                see(kind, key, seen.told());
            } else {
                shelves.put(kind, key, null);
            }
        } catch (RuntimeException e) {
            mishaps.object(where, event);
            notices.add(new Notice.Failed(kind + " " + key.path(), e));
        }
    }

    /** Whether all objects of a kind were told once, or it is known that there is no such kind. */
    public boolean isListed(String kind) {
        return listed.contains(kind);
    }

    /** What is known of a pod, or null. */
    public @Nullable PodFacts pod(PodId id) {
        PodFile file = pods.get(id);
        return file == null ? null : file.facts();
    }

    /** Which devices a bound pod got by its kubelet's word, on the machine of its node; null while that is not known. */
    public @Nullable Evidence evidence(PodId id) {
        PodFile file = pods.get(id);
        return file == null ? null : file.evidence();
    }

    /** All pods that name managed resources. */
    public List<PodFacts> pods() {
        return pods.values().stream().map(PodFile::facts).toList();
    }

    /** Pods that are bound to a node and have not ended. */
    public List<PodFacts> podsOn(String node) {
        NodeFile file = nodes.get(node);
        return file == null
                ? List.of()
                : file.pods().stream().map(this::pod).filter(Objects::nonNull).toList();
    }

    /** What a Node object tells, or null. */
    public @Nullable NodeFacts node(String name) {
        NodeFile file = nodes.get(name);
        return file == null ? null : file.node();
    }

    /** What all sources together say of a node, or null where the cluster has none. */
    public @Nullable NodeOutlook outlook(String node) {
        NodeFile file = nodes.get(node);
        return file == null ? null : file.told();
    }

    /** All disruption budgets. */
    public List<BudgetFacts> budgets() {
        return shelves.all(BudgetFacts.class);
    }

    /** All objects that describe gangs. */
    public List<GangFacts> gangs() {
        return shelves.all(GangFacts.class);
    }

    /** What is known of a group of pods, or null where no object tells how many of them must be placed together. */
    public @Nullable GangOutlook gang(GangRef ref) {
        return gangs.of(ref);
    }

    /** All networks that pods may name. */
    public List<NetworkFacts> networks() {
        return shelves.all(NetworkFacts.class);
    }

    /** What is known of a network, or null. */
    public @Nullable NetworkFacts network(NetworkRef network) {
        return networks.of(network);
    }

    /** Whether there is a network that attaches devices of a resource. */
    public boolean attaches(ResourceName resource) {
        return networks.attaches(resource);
    }

    /** Whether any node has a taint that asks pods to stay away without making them. */
    public boolean anyDiscourages() {
        return !discouraging.isEmpty();
    }

    private void see(String kind, ObjectKey key, Translated<? extends Fact> told) {
        if (!told.problems().isEmpty()) {
            notices.add(new Notice.Garbled(kind, key, told.problems()));
        }
        Fact before = shelves.at(kind, key);
        boolean mustStay = told.fact() == null && (before instanceof PodFacts || before instanceof NodeFacts);
        if (!mustStay) {
            shelves.put(kind, key, told.fact());
        }
    }

    private void replaced(ObjectKey key, @Nullable Fact before, @Nullable Fact now) {
        switch (now == null ? before : now) {
            case NodeFacts of -> setNode(of.name(), (NodeFacts) now);
            case TopologyFacts of -> touched(of.node()).set((TopologyFacts) now);
            case SriovNodeFacts of -> touched(of.node()).set((SriovNodeFacts) now);
            case PodFacts of -> setPod(of, now != null);
            case MachineTypeFacts of -> {
                types.remove(of.name());
                if (now != null) {
                    types.put(of.name(), of);
                }
                changedNodes.addAll(nodes.keySet());
            }
            case NetworkFacts _ -> networks.replace((NetworkFacts) before, (NetworkFacts) now);
            case GangFacts of -> gangs.set(of, now != null);
            case BudgetFacts _ -> {}
            case null -> throw new IllegalStateException("nothing replaced nothing at " + key);
        }
    }

    private void setNode(String name, @Nullable NodeFacts now) {
        touched(name).set(now);
        discouraging.remove(name);
        if (now != null && now.taints().stream().anyMatch(taint -> taint.effect() == Taint.Effect.PREFER_NO_SCHEDULE)) {
            discouraging.add(name);
        }
    }

    private NodeFile touched(String name) {
        changedNodes.add(name);
        return nodes.computeIfAbsent(name, NodeFile::new);
    }

    private void setPod(PodFacts facts, boolean isThere) {
        PodId id = facts.id();
        PodFile file = pods.get(id);
        String before = file == null ? null : file.node();
        boolean failedBefore = file != null && file.facts().life().failure() != null;
        gangs.set(file == null ? null : file.facts(), isThere ? facts : null);
        if (file == null) {
            file = new PodFile(facts);
        }
        file.set(facts);
        if (isThere) {
            pods.put(id, file);
        } else {
            pods.remove(id);
        }
        String now = isThere ? file.node() : null;
        if (before != null && !before.equals(now)) {
            touched(before).pods().remove(id);
            file.forget();
        }
        if (now != null) {
            nodes.computeIfAbsent(now, NodeFile::new).pods().add(id);
            changedPods.add(id);
        } else if (before != null || !isThere || facts.life().phase().isOver()) {
            releasedPods.add(id);
            changedPods.remove(id);
        }
        PodFailure failure = facts.life().failure();
        if (failure != null
                && failure.isAdmission()
                && !failedBefore
                && facts.life().node() != null) {
            notices.add(new Notice.AdmissionFailed(facts.life().node(), facts));
        }
    }

    private void hear(String kind, boolean heard) {
        boolean changed = VITAL.contains(kind) && (heard ? silent.remove(kind) : silent.add(kind));
        if (changed) {
            changedNodes.addAll(nodes.keySet());
        }
    }

    private Told tell(List<ClusterEvent> first) {
        List<ClusterEvent> events = new ArrayList<>(first);
        releasedPods.forEach(id -> events.add(new ClusterEvent.PodReleased(id)));
        for (String name : changedNodes) {
            NodeFile file = nodes.get(name);
            if (file != null && !isDone("node " + name, events, () -> tell(name, file, events))) {
                file.forget();
                mishaps.node(name);
            }
        }
        for (PodId id : changedPods) {
            PodFile pod = pods.get(id);
            String node = nodeOf(id);
            NodeFile file = node == null ? null : nodes.get(node);
            NodeOutlook outlook = file == null ? null : file.told();
            Machine machine = outlook == null ? null : outlook.machine();
            if (pod != null && node != null && outlook != null && machine != null) {
                String what = "pod " + pod.facts().fullName();
                if (!isDone(what, events, () -> pod.tell(node, machine, outlook, plans, events, notices))) {
                    pod.forget();
                    mishaps.pod(id);
                }
            }
        }
        Told told = new Told(events, notices);
        changedNodes.clear();
        changedPods.clear();
        releasedPods.clear();
        notices = new ArrayList<>();
        return told;
    }

    /** Tells of one node or pod; if there is a bug, nothing of it is told, and of others all. */
    private boolean isDone(String what, List<ClusterEvent> events, Runnable telling) {
        int before = events.size();
        try {
            telling.run();
            return true;
        } catch (RuntimeException e) {
            events.subList(before, events.size()).clear();
            notices.add(new Notice.Failed(what, e));
            return false;
        }
    }

    /** A node that is back by now is not gone. */
    private boolean isStillOwed(ClusterEvent event) {
        return !(event instanceof ClusterEvent.NodeGone(String name)) || node(name) == null;
    }

    private void tell(String name, NodeFile file, List<ClusterEvent> events) {
        NodeOutlook before = file.told();
        int first = events.size();
        boolean lost = file.tell(types.values(), !silent.isEmpty(), events);
        NodeOutlook now = file.told();
        if (now != null
                && (before == null ? !now.doubts().isEmpty() : !before.doubts().equals(now.doubts()))) {
            notices.add(new Notice.DoubtsChanged(name, now.doubts()));
        }
        boolean rebooted =
                events.subList(first, events.size()).stream().anyMatch(ClusterEvent.NodeRebooted.class::isInstance);
        for (PodId id : file.pods()) {
            PodFile pod = pods.get(id);
            if (pod == null) {
                continue;
            }
            if (lost) {
                pod.forget();
            } else if (rebooted) {
                pod.outdate();
            }
            // The names of devices may have become known.
            changedPods.add(id);
        }
        if (file.isEmpty()) {
            nodes.remove(name);
        }
    }
}
