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
            if (!other.name().equals(name) || !claim.equals(present)) {
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

    /** Takes a node's word for what a pod got. Other pods whose devices were only guessed move out of the way. */
    void settle(PodId pod, int gpus, int[] vfs) {
        int slot = draft.slotOf(pod);
        Node node = draft.node(slot);
        Claim claim = node == null ? null : node.claimOf(pod);
        if (node == null || claim == null) {
            return;
        }
        Claim actual = claim.settled(gpus, vfs);
        if (actual.equals(claim)) {
            return;
        }
        Node settled = Settling.settle(node, actual);
        if (settled == null) {
            draft.tell(new Effect.EvidenceRefused(node.name(), actual, Draft.TAKEN));
        } else {
            replace(slot, node, settled, pod);
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
            Claim unsettled = claim.strayed(claim.gpus(), claim.vfs(), claim.missing());
            claims.add(unsettled);
            if (!unsettled.equals(claim)) {
                pods.add(claim.pod());
            }
        }
        if (!pods.isEmpty()) {
            draft.set(slot, node.withClaims(claims));
            draft.tell(new Effect.Unsettled(name, pods));
        }
    }

    /**
     * Puts a node in place of what it was; pods that miss devices get what is free, and the difference is told, that of one pod
     * first.
     */
    void replace(int slot, Node before, Node after, @Nullable PodId subject) {
        Node complete = Guesses.complete(after);
        draft.set(slot, complete);
        for (Claim claim : complete.claims()) {
            if (claim.pod().equals(subject)) {
                tellOf(complete.name(), before.claimOf(claim.pod()), claim, true);
            }
        }
        for (Claim claim : complete.claims()) {
            if (!claim.pod().equals(subject)) {
                tellOf(complete.name(), before.claimOf(claim.pod()), claim, false);
            }
        }
        holds.dropBroken(slot, Draft.TAKEN);
    }

    private void tellOf(String node, @Nullable Claim was, Claim is, boolean isSubject) {
        if (was == null) {
            draft.tell(new Effect.Claimed(node, is));
        } else if (!was.equals(is)) {
            draft.tell(isSubject ? new Effect.Settled(node, is) : new Effect.Moved(node, was, is));
        }
        if (is.missing().total() > (was == null ? 0 : was.missing().total())) {
            draft.tell(new Effect.Overcommitted(node, is));
        }
    }
}
