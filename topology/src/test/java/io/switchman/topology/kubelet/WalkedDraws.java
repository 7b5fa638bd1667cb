package io.switchman.topology.kubelet;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All that a kubelet may give to a pod, as the walk over the orders of its lists finds it. */
public final class WalkedDraws {
    private static final int MOST_WORLDS = 20_000;

    private WalkedDraws() {}

    /**
     * One of them.
     *
     * @param admitted false where the kubelet refuses the pod; the rest means nothing then
     * @param gpus a bit for each GPU
     * @param perPort VFs from each entry of {@link KubeletNode#ports}
     * @param weight how likely it is
     */
    public record Draw(boolean admitted, long gpus, List<Integer> perPort, double weight) {}

    /** The draws, or null where they are too many to walk. */
    public static @Nullable List<Draw> of(KubeletNode node, PodDemand pod, ListOrder order) {
        List<Goal.PortPlace> ports = new ArrayList<>();
        for (int port = 0; port < node.ports().size(); port++) {
            ports.add(new Goal.PortPlace(port, 0, true));
        }
        Goal eachPort = Goal.aligned(new int[node.gpus().gpus().size()], ports, 1);
        List<Draw> draws = new ArrayList<>();
        try {
            new Walk(new Pools(node, order, eachPort), pod, eachPort, MOST_WORLDS)
                    .worlds()
                    .forEach((world, weight) -> draws.add(new Draw(
                            world.admitted(),
                            world.gpuSets().stream().reduce(0L, (a, b) -> a | b),
                            world.vfs(),
                            weight)));
        } catch (TooManyOutcomes e) {
            return null;
        }
        return draws;
    }
}
