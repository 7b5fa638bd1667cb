package io.switchman.topology.placement;

/**
 * Where a node stands for a request.
 *
 * @param verdict what we say of it
 * @param contested whether it fits only with devices that other pods hold softly
 * @param stale whether our knowledge of it is old
 * @param localityCounts whether the pod's policy looks at locality
 */
public record Standing(Verdict verdict, boolean contested, boolean stale, boolean localityCounts) {
    /** A node that must not be taken. */
    public static Standing refused(Refusal refusal) {
        return new Standing(new Verdict.Refused(refusal), false, false, true);
    }

    /** Whether nothing more can be said of the node. */
    public boolean isSettled() {
        return verdict.isSettled();
    }

    /** The node's rank, see {@link NodeRank}; at least as good as it will be once settled. */
    public long rank() {
        return NodeRank.of(verdict, contested || stale, localityCounts);
    }
}
