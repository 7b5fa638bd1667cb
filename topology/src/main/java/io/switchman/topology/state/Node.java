package io.switchman.topology.state;

import io.switchman.topology.kubelet.KubeletSetup;
import io.switchman.topology.model.Machine;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One node: its machine, what of it exists and may be used, and who has which devices. Immutable; every change makes a new one.
 *
 * <p>Invariants: no GPU is in two claims, and no more VFs of a source are claimed than it is described with, though there may be
 * fewer now. Each hold alone fits beside all claims and all firm holds of others; so firm holds never touch a claimed
 * device nor each other, while soft ones may overlap each other.
 */
public final class Node {
    private final String name;
    /** All that exists, as if nobody used it. */
    private final NodeShape whole;

    private final List<Claim> claims;
    private final List<Hold> holds;
    /** What the node said of pods and what cannot be beside what it said of others; each pod at most once. */
    private final List<ClusterEvent.EvidenceSeen> disputed;

    private final NodeShape free;
    private final NodeShape unreserved;
    private final NodeShape open;

    private Node(
            String name,
            NodeShape whole,
            List<Claim> claims,
            List<Hold> holds,
            List<ClusterEvent.EvidenceSeen> disputed) {
        this.name = name;
        this.whole = whole;
        this.claims = claims;
        this.holds = holds;
        this.disputed = disputed;
        this.free = after(whole, claims);
        this.unreserved = after(free, claimsOf(holds, true));
        this.open = after(unreserved, claimsOf(holds, false));
    }

    /** A node nobody uses, of whose kubelet nothing is known. */
    public static Node idle(String name, Machine machine) {
        return idle(name, machine, KubeletSetup.UNKNOWN);
    }

    /** A node nobody uses. */
    public static Node idle(String name, Machine machine, KubeletSetup kubelet) {
        return new Node(name, NodeShape.idle(machine).with(kubelet), List.of(), List.of(), List.of());
    }

    public String name() {
        return name;
    }

    public Machine machine() {
        return whole.machine();
    }

    /** What is known of its kubelet. */
    public KubeletSetup kubelet() {
        return whole.kubelet();
    }

    /** Ports that may serve new pods, as bits by index. */
    public long usablePorts() {
        return whole.usablePorts();
    }

    /** VFs of a source that exist now, 0 to the number that the machine is described with; more may be claimed. */
    public int existingVfs(int source) {
        return whole.existingVfs(source);
    }

    public List<Claim> claims() {
        return claims;
    }

    public List<Hold> holds() {
        return holds;
    }

    /** What no claim takes: what is free to the kubelet. */
    public NodeShape free() {
        return free;
    }

    /** What neither a claim nor a firm hold takes: the most that another pod may be given. */
    public NodeShape unreserved() {
        return unreserved;
    }

    /** What neither a claim nor a hold takes: what another pod should be given. */
    public NodeShape open() {
        return open;
    }

    /**
     * How many pods have or may get devices here that are not known for sure.
     *
     * @param withHolds whether pods that hold devices count, of which nobody knows when and whether they come
     */
    public int unsettled(boolean withHolds) {
        int count = withHolds ? holds.size() : 0;
        for (Claim claim : claims) {
            count += claim.isExact() ? 0 : 1;
        }
        return count;
    }

    public @Nullable Claim claimOf(PodId pod) {
        for (Claim claim : claims) {
            if (claim.pod().equals(pod)) {
                return claim;
            }
        }
        return null;
    }

    public @Nullable Hold holdOf(PodId pod) {
        for (Hold hold : holds) {
            if (hold.pod().equals(pod)) {
                return hold;
            }
        }
        return null;
    }

    /** Whether a claim's devices are all there and belong to nobody, held or not. */
    public boolean canClaim(Claim claim) {
        return has(free, claim);
    }

    /** Whether a claim's devices are all there and neither another pod's nor firmly held. */
    boolean isUnreserved(Claim claim) {
        return has(unreserved, claim);
    }

    private static boolean has(NodeShape shape, Claim claim) {
        return claim.vfs().length == shape.machine().sources().size() && shape.has(claim.gpus(), claim.vfs());
    }

    /** Holds that no longer fit beside claims and firm holds; of firm ones, the later give way. */
    List<Hold> brokenHolds() {
        List<Hold> broken = new ArrayList<>();
        NodeShape left = free;
        for (Hold hold : holds) {
            if (hold.isFirm() && has(left, hold.claim())) {
                left = after(left, List.of(hold.claim()));
            } else if (hold.isFirm()) {
                broken.add(hold);
            }
        }
        for (Hold hold : holds) {
            if (!hold.isFirm() && !has(left, hold.claim())) {
                broken.add(hold);
            }
        }
        return broken;
    }

    /**
     * Whether a pod that has as many devices of each name as a claim can have no others: it has all GPUs of their name, and of
     * each name of VFs all there are, or only one port carries it. Whatever its kubelet does, if it runs it has these.
     */
    public boolean leavesNoChoice(Claim claim) {
        return Guesses.isForced(this, claim);
    }

    /**
     * This node with one more claim; the pod's hold ends.
     *
     * @throws IllegalStateException if a device is taken already
     */
    Node withClaim(Claim claim) {
        if (!canClaim(claim)) {
            throw new IllegalStateException(claim + " does not fit on " + name() + ", free is " + free);
        }
        List<Claim> more = new ArrayList<>(claims);
        more.add(claim);
        return new Node(name, whole, List.copyOf(more), without(holds, claim.pod()), disputed);
    }

    Node withHold(Hold hold) {
        List<Hold> more = new ArrayList<>(without(holds, hold.pod()));
        more.add(hold);
        return new Node(name, whole, claims, List.copyOf(more), disputed);
    }

    Node withoutHold(PodId pod) {
        return new Node(name, whole, claims, without(holds, pod), disputed);
    }

    /** This node after a pod is gone: neither claim nor hold of it remains. */
    public Node without(PodId pod) {
        List<Claim> fewer =
                claims.stream().filter(claim -> !claim.pod().equals(pod)).toList();
        return new Node(name, whole, fewer, without(holds, pod), withoutDispute(pod));
    }

    /** This node as seen by a pod that nothing else would do for: soft holds do not count. */
    public Node withoutSoftHolds() {
        if (holds.isEmpty()) {
            return this;
        }
        List<Hold> firm = holds.stream().filter(Hold::isFirm).toList();
        return firm.size() == holds.size() ? this : new Node(name, whole, claims, firm, disputed);
    }

    /** What means nothing here is left out: who reports ports may know a newer machine than we do. */
    Node withPorts(long ports, int @Nullable [] vfs) {
        NodeShape idle = NodeShape.idle(machine());
        int[] existing = idle.freeVfs();
        for (int source = 0; vfs != null && source < Math.min(existing.length, vfs.length); source++) {
            existing[source] = Math.clamp(vfs[source], 0, existing[source]);
        }
        NodeShape next = NodeShape.idle(machine(), kubelet(), ports & idle.usablePorts(), existing);
        return next.equals(whole) ? this : new Node(name, next, claims, holds, disputed);
    }

    /** This node with the kubelet set up like this. */
    Node with(KubeletSetup setup) {
        return setup.equals(kubelet()) ? this : new Node(name, whole.with(setup), claims, holds, disputed);
    }

    /** This node with a claim in the place of the pod's claim, or beside all others if it has none; its hold ends. */
    Node with(Claim claim) {
        List<Claim> all = new ArrayList<>(claims);
        all.replaceAll(present -> present.pod().equals(claim.pod()) ? claim : present);
        if (claimOf(claim.pod()) == null) {
            all.add(claim);
        }
        return new Node(name, whole, List.copyOf(all), without(holds, claim.pod()), disputed);
    }

    /** This node with other claims; the holds stay, and what is disputed. */
    Node withClaims(List<Claim> others) {
        return new Node(name, whole, List.copyOf(others), holds, disputed);
    }

    /** What the node said of pods and what cannot be beside what it said of others, oldest first. */
    List<ClusterEvent.EvidenceSeen> disputed() {
        return disputed;
    }

    /** This node with its word on a pod kept, in place of its last word that was disputed. */
    Node disputing(ClusterEvent.EvidenceSeen seen) {
        List<ClusterEvent.EvidenceSeen> more = new ArrayList<>(withoutDispute(seen.pod()));
        more.add(seen);
        return new Node(name, whole, claims, holds, List.copyOf(more));
    }

    /** This node with nothing disputed of a pod. */
    Node agreeing(PodId pod) {
        return disputed.isEmpty() ? this : new Node(name, whole, claims, holds, withoutDispute(pod));
    }

    /** This node with nothing disputed. */
    Node agreeing() {
        return disputed.isEmpty() ? this : new Node(name, whole, claims, holds, List.of());
    }

    private List<ClusterEvent.EvidenceSeen> withoutDispute(PodId pod) {
        return disputed.isEmpty()
                ? disputed
                : disputed.stream().filter(seen -> !seen.pod().equals(pod)).toList();
    }

    private static List<Hold> without(List<Hold> holds, PodId pod) {
        if (holds.isEmpty()) {
            return holds;
        }
        return holds.stream().filter(hold -> !hold.pod().equals(pod)).toList();
    }

    private static List<Claim> claimsOf(List<Hold> holds, boolean firm) {
        if (holds.isEmpty()) {
            return List.of();
        }
        return holds.stream()
                .filter(hold -> hold.isFirm() == firm)
                .map(Hold::claim)
                .toList();
    }

    /** What pods leave; a pod may have VFs that are not there any more, so no count gets below 0. */
    private static NodeShape after(NodeShape shape, List<Claim> taken) {
        if (taken.isEmpty()) {
            return shape;
        }
        int gpus = shape.freeGpus();
        int[] vfs = shape.freeVfs();
        for (Claim claim : taken) {
            gpus &= ~claim.gpus();
            for (int source = 0; source < vfs.length; source++) {
                vfs[source] -= claim.vfs(source);
            }
        }
        for (int source = 0; source < vfs.length; source++) {
            vfs[source] = Math.max(0, vfs[source]);
        }
        return shape.withFree(gpus, vfs);
    }

    /**
     * What may be free when a pod comes, as its kubelet sees it: whichever devices the pods that are not settled really have.
     *
     * @param withHolds whether pods that hold devices may come before it; to the kubelet their devices are free until then
     * @param most most shapes
     * @return none where there may be more shapes than that, or they cannot be listed
     */
    public List<NodeShape> possible(boolean withHolds, int most) {
        Set<NodeShape> shapes = Set.of(whole);
        for (Claim claim : claims) {
            shapes = after(shapes, claim, false, most);
        }
        for (Hold hold : withHolds ? holds : List.<Hold>of()) {
            shapes = after(shapes, hold.claim(), true, most);
        }
        return List.copyOf(shapes);
    }

    /** What one more pod leaves of each shape; none where its devices may be any, or there are too many shapes. */
    private static Set<NodeShape> after(Set<NodeShape> before, Claim claim, boolean mayStayAway, int most) {
        List<Integer> sets = switch (claim.extent()) {
            case Claim.Extent.Exact _ -> List.of(claim.gpus());
            case Claim.Extent.OneOf(List<Integer> some) -> some;
            case Claim.Extent.Any _ -> List.of();
        };
        if (sets.isEmpty()) {
            return Set.of();
        }
        Set<NodeShape> after = new LinkedHashSet<>(mayStayAway ? before : Set.of());
        for (NodeShape shape : before) {
            for (int set : sets) {
                if (shape.has(set, claim.vfs())) {
                    after.add(shape.without(set, claim.vfs()));
                }
            }
        }
        return after.size() > most ? Set.of() : after;
    }
}
