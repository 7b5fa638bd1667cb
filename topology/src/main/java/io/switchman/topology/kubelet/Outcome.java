package io.switchman.topology.kubelet;

/**
 * What the stock kubelet may do with a pod on a node.
 *
 * @param anyOrder over any order of its lists: what a promise rests on
 * @param stock in the orders that stock plugins and kubelets have: the estimate
 */
public record Outcome(Chance anyOrder, Chance stock) {
    /** Some seconds' worth of ways, for whoever asks for one case. */
    private static final int MOST_WORLDS = 2_000_000;

    /** Both answers, where aligned means that every GPU has a VF of its own on its switch. */
    public static Outcome of(KubeletNode node, PodDemand pod) {
        return new Outcome(of(node, pod, ListOrder.ANY), of(node, pod, ListOrder.STOCK));
    }

    /** One answer, where aligned means the same. */
    public static Chance of(KubeletNode node, PodDemand pod, ListOrder order) {
        return of(node, pod, order, Goal.paired(node));
    }

    /** One answer, for any meaning of aligned. */
    public static Chance of(KubeletNode node, PodDemand pod, ListOrder order, Goal goal) {
        return of(node, pod, order, goal, MOST_WORLDS);
    }

    static Chance of(KubeletNode node, PodDemand pod, ListOrder order, Goal goal, int mostWorlds) {
        try {
            return new Walk(new Pools(node, order, goal), pod, goal, mostWorlds).chance();
        } catch (TooManyOutcomes e) {
            return Chance.UNKNOWN;
        }
    }
}
