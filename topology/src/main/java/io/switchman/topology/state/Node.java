package io.switchman.topology.state;

import io.switchman.topology.kubelet.KubeletSetup;
import io.switchman.topology.model.Machine;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One node: its machine, which ports may be used, and who has which devices. Immutable; every change makes a new one.
 *
 * <p>Invariant: no device is in two claims, and holds never touch a claimed device. Holds may overlap each other: they
 * are soft.
 */
public final class Node {
    /** What does not change while pods come and go. */
    private record Base(String name, Machine machine, KubeletSetup kubelet) {}

    private final Base base;
    private final long usablePorts;
    private final List<Claim> claims;
    private final List<Hold> holds;
    private final NodeShape free;
    private final NodeShape open;

    private Node(Base base, long usablePorts, List<Claim> claims, List<Hold> holds) {
        this.base = base;
        this.usablePorts = usablePorts;
        this.claims = claims;
        this.holds = holds;
        this.free = shape(claims, List.of());
        this.open = holds.isEmpty() ? free : shape(claims, holds);
    }

    /** A node nobody uses, of whose kubelet nothing is known. */
    public static Node idle(String name, Machine machine) {
        return idle(name, machine, KubeletSetup.UNKNOWN);
    }

    /** A node nobody uses. */
    public static Node idle(String name, Machine machine, KubeletSetup kubelet) {
        return new Node(
                new Base(name, machine, kubelet), NodeShape.idle(machine).usablePorts(), List.of(), List.of());
    }

    public String name() {
        return base.name();
    }

    public Machine machine() {
        return base.machine();
    }

    /** What is known of its kubelet. */
    public KubeletSetup kubelet() {
        return base.kubelet();
    }

    /** Ports that may serve new pods, as bits by index. */
    public long usablePorts() {
        return usablePorts;
    }

    public List<Claim> claims() {
        return claims;
    }

    public List<Hold> holds() {
        return holds;
    }

    /** What no claim takes. */
    public NodeShape free() {
        return free;
    }

    /** What neither a claim nor a hold takes. */
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

    /** Whether a claim's devices are all there and belong to nobody. */
    public boolean canClaim(Claim claim) {
        if ((claim.gpus() & ~free.freeGpus()) != 0
                || claim.vfs().length != machine().sources().size()) {
            return false;
        }
        for (int source = 0; source < machine().sources().size(); source++) {
            if (claim.vfs(source) > free.freeVfs(source)) {
                return false;
            }
        }
        return true;
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
        return new Node(base, usablePorts, List.copyOf(more), without(holds, claim.pod()));
    }

    Node withHold(Hold hold) {
        List<Hold> more = new ArrayList<>(without(holds, hold.pod()));
        more.add(hold);
        return new Node(base, usablePorts, claims, List.copyOf(more));
    }

    Node withoutHold(PodId pod) {
        return new Node(base, usablePorts, claims, without(holds, pod));
    }

    /** This node after a pod is gone: neither claim nor hold of it remains. */
    public Node without(PodId pod) {
        List<Claim> fewer =
                claims.stream().filter(claim -> !claim.pod().equals(pod)).toList();
        return new Node(base, usablePorts, fewer, without(holds, pod));
    }

    /** Bits beyond the machine's ports mean nothing: who reports ports may know a newer machine than we do. */
    Node withUsablePorts(long ports) {
        long known = ports & NodeShape.idle(machine()).usablePorts();
        return known == usablePorts ? this : new Node(base, known, claims, holds);
    }

    /** This node with the kubelet set up like this. */
    Node with(KubeletSetup setup) {
        return setup.equals(kubelet())
                ? this
                : new Node(new Base(name(), machine(), setup), usablePorts, claims, holds);
    }

    /** This node with other claims; the holds stay. */
    Node withClaims(List<Claim> others) {
        return new Node(base, usablePorts, List.copyOf(others), holds);
    }

    private static List<Hold> without(List<Hold> holds, PodId pod) {
        return holds.stream().filter(hold -> !hold.pod().equals(pod)).toList();
    }

    private NodeShape shape(List<Claim> taken, List<Hold> held) {
        int gpus = NodeShape.idle(machine()).freeGpus();
        int[] vfs = NodeShape.idle(machine()).freeVfs();
        for (Claim claim : taken) {
            gpus &= ~claim.gpus();
            subtract(vfs, claim);
        }
        for (Hold hold : held) {
            gpus &= ~hold.claim().gpus();
            subtract(vfs, hold.claim());
        }
        return NodeShape.of(machine(), kubelet(), gpus, usablePorts, vfs);
    }

    private static void subtract(int[] vfs, Claim claim) {
        for (int source = 0; source < vfs.length; source++) {
            vfs[source] = Math.max(0, vfs[source] - claim.vfs(source));
        }
    }

    /**
     * What may be free when a pod comes, as its kubelet sees it: whichever devices the pods that are not settled really have.
     *
     * @param withHolds whether pods that hold devices may come before it; to the kubelet their devices are free until then
     * @param most most shapes
     * @return none where there may be more shapes than that, or they cannot be listed
     */
    public List<NodeShape> possible(boolean withHolds, int most) {
        Set<NodeShape> shapes = Set.of(NodeShape.of(
                machine(),
                kubelet(),
                NodeShape.idle(machine()).freeGpus(),
                usablePorts,
                NodeShape.idle(machine()).freeVfs()));
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
