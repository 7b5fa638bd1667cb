package io.switchman.topology.state;

/**
 * What a node said of a pod and what could not be beside what it said of another. Which of both is wrong nobody knows, and
 * most often one is only late: so the later word is kept, and counts as soon as nothing the node says stands against it.
 * Nobody else would say it again, because it is told once.
 */
final class Disputes {
    private Disputes() {}

    /**
     * Keeps a word that cannot be. What the node said of the pod before is doubtful from now on, so that two pods that have
     * changed places since do not wait for each other.
     */
    static Node kept(Node node, ClusterEvent.EvidenceSeen seen, Claim claim) {
        return node.with(claim.doubted()).disputing(seen);
    }

    /**
     * The node with all words that can be by now. One pass will do: what is settled stands against others and makes no room
     * for them.
     */
    static Node settled(Node node) {
        Node next = node;
        for (ClusterEvent.EvidenceSeen seen : node.disputed()) {
            Claim claim = next.claimOf(seen.pod());
            Node settled = claim == null ? null : Settling.settle(next, claim.settled(seen.gpus(), seen.vfs()));
            next = settled == null ? next : settled.agreeing(seen.pod());
        }
        return next;
    }
}
