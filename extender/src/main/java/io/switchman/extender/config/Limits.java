package io.switchman.extender.config;

import io.switchman.topology.placement.Placer;

/**
 * Bounds on everything.
 *
 * @param bodyBytes largest request body, 64 KiB to 1 GiB; whole node objects of 5,000 nodes take 85 MB
 * @param bodyMillis longest time for a request's body to arrive, 100 to 600,000 ms
 * @param nodesPerRequest most nodes in one request, 1 to 1,000,000
 * @param jsonDepth deepest nesting of a request's JSON, 16 to 1,000
 * @param inFlightRequests most requests in work on the verbs listener, 1 to 100,000; more are answered 429
 * @param judgingMillis longest time for judging the nodes of one request, 1 to 60,000 ms
 * @param searchStates most states of one exact search, 1 to 20,000; time grows with its square
 * @param verdicts verdicts remembered, 0 to 100,000,000
 * @param shapes request shapes whose node ranking is kept at hand, 1 to 10,000
 * @param holds most holds at a time, 1 to 1,000,000
 * @param gangs most gangs that hold devices at a time, 1 to 100,000; members of further ones hold like pods that come alone
 * @param nominations most pods remembered for which preempt made room, 1 to 100,000
 * @param victimSets most sets of victims looked at for one node, 1 to 1,000,000
 * @param unsettledPerNode pods on a node whose devices are not known for sure, from which on pods that require alignment wait, 1
 *     to 31
 * @param waiting refused pods that are remembered, to be woken once there is room, 1 to 1,000,000
 * @param failedAdmissions pairs of a node and a request that are remembered because a kubelet failed such a pod, 1 to 1,000,000
 * @param actuals pods that wait to have written on them what they got, 1 to 1,000,000
 * @param observed pods remembered in mode observe, bound ones and those that are not yet, 1 to 1,000,000
 */
public record Limits(
        long bodyBytes,
        long bodyMillis,
        int nodesPerRequest,
        int jsonDepth,
        int inFlightRequests,
        long judgingMillis,
        int searchStates,
        long verdicts,
        int shapes,
        int holds,
        int gangs,
        int nominations,
        int victimSets,
        int unsettledPerNode,
        int waiting,
        int failedAdmissions,
        int actuals,
        int observed) {
    public static final Limits DEFAULT = new Limits(
            128L << 20,
            10_000,
            50_000,
            64,
            1_000,
            3_000,
            Placer.DEFAULT_MAX_STATES,
            1_000_000,
            128,
            100_000,
            1_000,
            1_000,
            4_096,
            1,
            10_000,
            10_000,
            10_000,
            10_000);
}
