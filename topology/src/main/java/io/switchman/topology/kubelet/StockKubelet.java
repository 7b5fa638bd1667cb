package io.switchman.topology.kubelet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Plays a stock kubelet with stock plugins: admits a pod as it would, the dice taking the place of Go's maps. */
public final class StockKubelet {
    /** Most ways that are looked at for one pod. */
    private static final int MOST_WORLDS = 1_000_000;

    private StockKubelet() {}

    /**
     * What a pod got.
     *
     * @param gpus a bit for each GPU, those that its init containers leave included
     * @param vfs VFs from each entry of {@link KubeletNode#ports}
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    public record Devices(long gpus, int[] vfs) {}

    /**
     * Admits a pod.
     *
     * @return what it got, or null where the kubelet refuses it, or more may happen than can be listed
     */
    public static @Nullable Devices admit(KubeletNode node, PodDemand pod, RandomGenerator dice) {
        List<Goal.PortPlace> ports = new ArrayList<>();
        for (int port = 0; port < node.ports().size(); port++) {
            ports.add(new Goal.PortPlace(port, 0, true));
        }
        Goal eachPort = Goal.aligned(new int[node.gpus().gpus().size()], ports, 1);
        try {
            return switch (SingleDraws.of(node, pod, eachPort)) {
                case null -> walked(node, pod, eachPort, dice);
                case SingleDraws.Result.Rejected _ -> null;
                case SingleDraws.Result.Drawn(Combined draws) -> draws.drawn(dice);
            };
        } catch (TooManyOutcomes e) {
            return null;
        }
    }

    private static @Nullable Devices walked(KubeletNode node, PodDemand pod, Goal goal, RandomGenerator dice) {
        Walk walk = new Walk(new Pools(node, ListOrder.STOCK, goal), pod, goal, MOST_WORLDS);
        World world = pick(walk.worlds().weights(), dice);
        return world.admitted() ? walk.taken(world) : null;
    }

    /** One of the values, each as likely as its weight says. */
    static <T> T pick(Map<T, Double> weights, RandomGenerator dice) {
        double left = dice.nextDouble();
        T last = null;
        for (Map.Entry<T, Double> value : weights.entrySet()) {
            last = value.getKey();
            left -= value.getValue();
            if (left < 0) {
                return last;
            }
        }
        if (last == null) {
            throw new IllegalArgumentException("no value to pick from");
        }
        return last;
    }
}
