package io.switchman.topology.state;

import io.switchman.topology.kubelet.KubeletSetup;
import io.switchman.topology.model.Machine;
import org.jspecify.annotations.Nullable;

/** Nodes that come, change and go. */
final class NodeChanges {
    private final Draft draft;
    private final ClaimChanges claims;

    NodeChanges(Draft draft, ClaimChanges claims) {
        this.draft = draft;
        this.claims = claims;
    }

    void see(String name, Machine machine, KubeletSetup kubelet) {
        int slot = draft.slotOf(name);
        Node node = draft.node(slot);
        if (slot < 0) {
            draft.add(new NodeView.Known(Node.idle(name, machine, kubelet)));
        } else if (node == null || node.machine() != machine) {
            vacate(slot, "the node is another machine");
            draft.set(slot, new NodeView.Known(Node.idle(name, machine, kubelet)));
        } else if (draft.view(slot) instanceof NodeView.Stale || !node.kubelet().equals(kubelet)) {
            draft.set(slot, new NodeView.Known(node.with(kubelet)));
        }
    }

    void unknown(String name) {
        int slot = draft.slotOf(name);
        if (slot < 0) {
            draft.add(new NodeView.Unknown(name));
        } else if (!(draft.view(slot) instanceof NodeView.Unknown)) {
            vacate(slot, Draft.NODE_NOT_KNOWN);
            draft.set(slot, new NodeView.Unknown(name));
        }
    }

    void silent(String name, long nowNanos) {
        int slot = draft.slotOf(name);
        if (slot >= 0 && draft.view(slot) instanceof NodeView.Known(Node node)) {
            draft.set(slot, new NodeView.Stale(node, nowNanos));
        }
    }

    void forget(String name) {
        int slot = draft.slotOf(name);
        if (slot >= 0) {
            vacate(slot, "the node is gone");
            draft.remove(slot, name);
        }
    }

    void setPorts(String name, long usablePorts, int @Nullable [] vfs) {
        int slot = draft.slotOf(name);
        Node node = draft.node(slot);
        Node next = node == null ? null : node.withPorts(usablePorts, vfs);
        if (node != null && next != null && next != node) {
            claims.replace(slot, node, next, null);
        }
    }

    /** Lets all pods of a node go at once; none of them is given what another leaves. Something else must be set there then. */
    private void vacate(int slot, String reason) {
        Node node = draft.node(slot);
        if (node == null) {
            return;
        }
        for (Claim claim : node.claims()) {
            draft.leave(claim.pod());
            draft.tell(new Effect.Released(node.name(), claim));
        }
        for (Hold hold : node.holds()) {
            draft.leave(hold.pod());
            draft.uncountHold();
            draft.tell(new Effect.HoldBroken(node.name(), hold, reason));
        }
    }
}
