package io.switchman.topology.kubelet;

/**
 * What the stock kubelet may do with a pod on a node.
 *
 * @param anyOrder over any order of its lists: what a promise rests on
 * @param stock in the orders that stock plugins and kubelets have: the estimate
 */
public record Outcome(Chance anyOrder, Chance stock) {
    /** Both answers. */
    public static Outcome of(KubeletNode node, PodDemand pod) {
        return new Outcome(of(node, pod, ListOrder.ANY), of(node, pod, ListOrder.STOCK));
    }

    /** One answer. */
    public static Chance of(KubeletNode node, PodDemand pod, ListOrder order) {
        try {
            return new Walk(new Pools(node, order), pod).chance();
        } catch (TooManyOutcomes e) {
            return Chance.UNKNOWN;
        }
    }
}
