package io.switchman.topology.state;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The life of claims: who has which devices, as far as anybody knows. */
final class ClaimChanges {
    private final Draft draft;
    private final HoldChanges holds;

    ClaimChanges(Draft draft, HoldChanges holds) {
        this.draft = draft;
        this.holds = holds;
    }

    /** Grants a claim to the letter or not at all. Soft holds of other pods give way, firm ones do not. */
    void claim(String name, Claim claim) {
        int slot = draft.slotOf(name);
        Node node = draft.node(slot);
        if (node == null) {
            draft.tell(new Effect.ClaimRefused(name, claim, Draft.NODE_NOT_KNOWN));
            return;
        }
        Node other = draft.node(draft.slotOf(claim.pod()));
        Claim present = other == null ? null : other.claimOf(claim.pod());
        if (other != null && present != null) {
            if (!other.name().equals(name) || !isGranted(claim, present)) {
                draft.tell(new Effect.ClaimRefused(name, claim, "the pod is bound to " + other.name()));
            }
        } else if (!node.canClaim(claim)) {
            draft.tell(new Effect.ClaimRefused(name, claim, Draft.TAKEN));
        } else if (!node.withoutHold(claim.pod()).isUnreserved(claim)) {
            draft.tell(new Effect.ClaimRefused(name, claim, Draft.RESERVED));
        } else {
            holds.end(claim.pod());
            draft.enter(claim.pod(), slot);
            replace(slot, node, node.withClaim(claim), claim.pod());
        }
    }

    /** Whether a pod has what is asked for it, be it that its node said so meanwhile. */
    private static boolean isGranted(Claim asked, Claim present) {
        boolean came = asked.isExact() && present.isTold() && asked.hasDevicesOf(present);
        return came || asked.equals(present);
    }

    /** Takes the cluster's word for where a pod is. */
    void bound(ClusterEvent.PodBound bound) {
        int slot = draft.slotOf(bound.node());
        Node node = draft.node(slot);
        Claim present = node == null ? null : node.claimOf(bound.pod());
        if (node != null && present != null) {
            Claim renamed = present.of(bound.pod(), bound.podName(), bound.priority());
            if (!renamed.equals(present)) {
                draft.set(slot, node.with(renamed));
            }
            return;
        }
        release(bound.pod());
        Node left = draft.node(slot);
        if (left == null) {
            draft.tell(new Effect.PodUnplaced(bound.node(), bound.pod(), bound.podName()));
        } else {
            draft.enter(bound.pod(), slot);
            replace(slot, left, placed(left, bound), bound.pod());
        }
    }

    /** The node with the pod where it was planned, or else with a pod that misses all it asks for. */
    private static Node placed(Node node, ClusterEvent.PodBound bound) {
        Claim planned = bound.planned();
        if (planned != null) {
            Node as = asPlanned(node, planned.of(bound.pod(), bound.podName(), bound.priority()));
            if (as != null) {
                return as;
            }
        }
        int[] none = new int[node.machine().sources().size()];
        Claim guess = new Claim(
                bound.pod(), bound.podName(), bound.priority(), 0, none, new Claim.Extent.Any(), bound.asked());
        return node.with(guess);
    }

    private static @Nullable Node asPlanned(Node node, Claim planned) {
        if (node.canClaim(planned)) {
            return node.withClaim(planned);
        }
        return switch (planned.extent()) {
            case Claim.Extent.Exact _ -> Settling.settle(node, planned);
            case Claim.Extent.OneOf(List<Integer> sets) ->
                sets.stream()
                        .map(set -> planned.moved(set, planned.vfs()))
                        .filter(node::canClaim)
                        .findFirst()
                        .map(node::withClaim)
                        .orElse(null);
            case Claim.Extent.Any _ -> null;
        };
    }

    /** Takes a node's word for what a pod got. Other pods of which it said nothing yet move out of the way. */
    void settle(ClusterEvent.EvidenceSeen seen) {
        PodId pod = seen.pod();
        int slot = draft.slotOf(pod);
        Node node = draft.node(slot);
        Claim claim = node == null ? null : node.claimOf(pod);
        if (node == null || claim == null) {
            return;
        }
        Claim actual = claim.settled(seen.gpus(), seen.vfs());
        if (actual.equals(claim)) {
            return;
        }
        Node settled = Settling.settle(node, actual);
        if (settled != null) {
            replace(slot, node, settled.agreeing(pod), pod);
            return;
        }
        draft.tell(new Effect.EvidenceRefused(node.name(), actual, Draft.TAKEN));
        boolean isThere = Settling.settle(node.withClaims(List.of()), actual) != null;
        if (isThere) {
            replace(slot, node, Disputes.kept(node, seen, claim), pod);
        }
    }

    /** Ends what a pod holds or claims. */
    void release(PodId pod) {
        holds.end(pod);
        int slot = draft.slotOf(pod);
        Node node = draft.node(slot);
        Claim claim = node == null ? null : node.claimOf(pod);
        if (node != null && claim != null) {
            draft.leave(pod);
            draft.tell(new Effect.Released(node.name(), claim));
            replace(slot, node, node.without(pod), pod);
        }
    }

    /** Forgets which devices the pods of a node have. */
    void unsettle(String name) {
        int slot = draft.slotOf(name);
        Node node = draft.node(slot);
        if (node == null) {
            return;
        }
        List<PodId> pods = new ArrayList<>();
        List<Claim> claims = new ArrayList<>();
        for (Claim claim : node.claims()) {
            Claim unsettled = claim.doubted();
            claims.add(unsettled);
            if (!unsettled.equals(claim)) {
                pods.add(claim.pod());
            }
        }
        if (!pods.isEmpty() || !node.disputed().isEmpty()) {
            draft.set(slot, node.withClaims(claims).agreeing());
        }
        if (!pods.isEmpty()) {
            draft.tell(new Effect.Unsettled(name, pods));
        }
    }

    /**
     * Puts a node in place of what it was; what is disputed is settled where it can be, pods that miss devices get what is
     * free, and the difference is told, that of one pod first.
     */
    void replace(int slot, Node before, Node after, @Nullable PodId subject) {
        Node complete = Guesses.complete(Disputes.settled(after));
        draft.set(slot, complete);
        new Differences(before, complete).tell(subject, draft::tell);
        holds.dropBroken(slot, Draft.TAKEN);
    }
}
