package io.switchman.topology.state;

import io.switchman.topology.model.Machine;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One node: its machine, which ports may be used, and who has which devices. Immutable; every change makes a new one.
 *
 * <p>Invariant: no device is in two claims, and holds never touch a claimed device. Holds may overlap each other: they
 * are soft.
 */
public final class Node {
    private final String name;
    private final Machine machine;
    private final long usablePorts;
    private final List<Claim> claims;
    private final List<Hold> holds;
    private final NodeShape free;
    private final NodeShape open;

    private Node(String name, Machine machine, long usablePorts, List<Claim> claims, List<Hold> holds) {
        this.name = name;
        this.machine = machine;
        this.usablePorts = usablePorts;
        this.claims = claims;
        this.holds = holds;
        this.free = shape(claims, List.of());
        this.open = holds.isEmpty() ? free : shape(claims, holds);
    }

    /** A node nobody uses. */
    public static Node idle(String name, Machine machine) {
        return new Node(name, machine, NodeShape.idle(machine).usablePorts(), List.of(), List.of());
    }

    public String name() {
        return name;
    }

    public Machine machine() {
        return machine;
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
                || claim.vfs().length != machine.sources().size()) {
            return false;
        }
        for (int source = 0; source < machine.sources().size(); source++) {
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
            throw new IllegalStateException(claim + " does not fit on " + name + ", free is " + free);
        }
        List<Claim> more = new ArrayList<>(claims);
        more.add(claim);
        return new Node(name, machine, usablePorts, List.copyOf(more), without(holds, claim.pod()));
    }

    Node withHold(Hold hold) {
        List<Hold> more = new ArrayList<>(without(holds, hold.pod()));
        more.add(hold);
        return new Node(name, machine, usablePorts, claims, List.copyOf(more));
    }

    Node withoutHold(PodId pod) {
        return new Node(name, machine, usablePorts, claims, without(holds, pod));
    }

    /** This node after a pod is gone: neither claim nor hold of it remains. */
    public Node without(PodId pod) {
        List<Claim> fewer =
                claims.stream().filter(claim -> !claim.pod().equals(pod)).toList();
        return new Node(name, machine, usablePorts, fewer, without(holds, pod));
    }

    /** Bits beyond the machine's ports mean nothing: who reports ports may know a newer machine than we do. */
    Node withUsablePorts(long ports) {
        long known = ports & NodeShape.idle(machine).usablePorts();
        return known == usablePorts ? this : new Node(name, machine, known, claims, holds);
    }

    private static List<Hold> without(List<Hold> holds, PodId pod) {
        return holds.stream().filter(hold -> !hold.pod().equals(pod)).toList();
    }

    private NodeShape shape(List<Claim> taken, List<Hold> held) {
        int gpus = NodeShape.idle(machine).freeGpus();
        int[] vfs = NodeShape.idle(machine).freeVfs();
        for (Claim claim : taken) {
            gpus &= ~claim.gpus();
            subtract(vfs, claim);
        }
        for (Hold hold : held) {
            gpus &= ~hold.claim().gpus();
            subtract(vfs, hold.claim());
        }
        return NodeShape.of(machine, gpus, usablePorts, vfs);
    }

    private static void subtract(int[] vfs, Claim claim) {
        for (int source = 0; source < vfs.length; source++) {
            vfs[source] = Math.max(0, vfs[source] - claim.vfs(source));
        }
    }
}
