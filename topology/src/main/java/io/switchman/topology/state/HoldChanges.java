package io.switchman.topology.state;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The life of holds. Firm ones end soft ones that are in their way; facts end both. */
final class HoldChanges {
    private final Draft draft;

    HoldChanges(Draft draft) {
        this.draft = draft;
    }

    /** Grants a hold, instead of the one that the pod has. */
    void hold(String name, Hold hold, int maxHolds) {
        end(hold.pod());
        int slot = draft.slotOf(name);
        Node node = draft.node(slot);
        if (node == null) {
            draft.tell(new Effect.HoldRefused(name, hold, Draft.NODE_NOT_KNOWN));
        } else if (draft.slotOf(hold.pod()) >= 0) {
            draft.tell(new Effect.HoldRefused(name, hold, "the pod is bound already"));
        } else if (draft.holds() >= maxHolds) {
            draft.tell(new Effect.HoldRefused(name, hold, Effect.HoldRefused.TOO_MANY));
        } else if (!node.canClaim(hold.claim())) {
            draft.tell(new Effect.HoldRefused(name, hold, Draft.TAKEN));
        } else if (!node.isUnreserved(hold.claim())) {
            draft.tell(new Effect.HoldRefused(name, hold, Draft.RESERVED));
        } else {
            draft.set(slot, node.withHold(hold));
            draft.enter(hold.pod(), slot);
            draft.countHold(hold.deadlineNanos());
            dropBroken(slot, Draft.RESERVED);
        }
    }

    /** Ends the hold of a pod, if it has one. */
    void end(PodId pod) {
        int slot = draft.slotOf(pod);
        Node node = draft.node(slot);
        if (node != null && node.holdOf(pod) != null) {
            draft.set(slot, node.withoutHold(pod));
            draft.leave(pod);
            draft.uncountHold();
        }
    }

    /** Ends all holds of a gang. Looks at each node, because gangs end rarely and an index would cost each hold. */
    void endAll(GangId gang) {
        for (int slot = 0; slot < draft.size() && draft.holds() > 0; slot++) {
            Node node = draft.node(slot);
            if (node != null) {
                node.holds().stream().filter(hold -> gang.equals(hold.gang())).forEach(hold -> end(hold.pod()));
            }
        }
    }

    /** Ends holds that no longer fit on a node; their pods bind without. */
    void dropBroken(int slot, String reason) {
        Node node = draft.node(slot);
        if (node != null) {
            for (Hold hold : node.brokenHolds()) {
                end(hold.pod());
                draft.tell(new Effect.HoldBroken(node.name(), hold, reason));
            }
        }
    }

    /** Ends holds whose deadline has come, earliest first. Looks at the nodes, so call it only if there can be such. */
    void expire(long nowNanos) {
        List<Effect.HoldExpired> due = new ArrayList<>();
        long next = Long.MAX_VALUE;
        for (int slot = 0; slot < draft.size(); slot++) {
            Node node = draft.node(slot);
            if (node == null || node.holds().isEmpty()) {
                continue;
            }
            for (Hold hold : node.holds()) {
                long left = hold.deadlineNanos() - nowNanos;
                if (left <= 0) {
                    due.add(new Effect.HoldExpired(node.name(), hold));
                } else {
                    next = Math.min(next, left);
                }
            }
        }
        due.sort(Comparator.comparingLong(expired -> expired.hold().deadlineNanos() - nowNanos));
        due.forEach(expired -> end(expired.hold().pod()));
        due.forEach(draft::tell);
        draft.noneDueBefore(nowNanos + next);
    }
}
