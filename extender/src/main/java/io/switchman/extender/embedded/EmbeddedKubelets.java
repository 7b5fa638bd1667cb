package io.switchman.extender.embedded;

import io.switchman.extender.app.BoundPods;
import io.switchman.extender.app.StateKeeper;
import io.switchman.topology.placement.Foresight;
import io.switchman.topology.state.ClusterEvent;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Plays the kubelets of an embedded cluster: a bound pod gets what a stock kubelet on its node may give, as the dice fall,
 * and the node says so at once. A pod that the kubelet refuses is gone.
 */
public final class EmbeddedKubelets implements BoundPods {
    private final StateKeeper keeper;
    private final Foresight foresight = new Foresight();
    private final RandomGenerator dice;

    /**
     * Kubelets.
     *
     * @param seed of the dice
     */
    public EmbeddedKubelets(StateKeeper keeper, long seed) {
        this.keeper = keeper;
        this.dice = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    @Override
    public void bound(Bound bound) {
        Foresight.Drawn drawn = foresight.draw(
                bound.node().free(), bound.request(), bound.fits().plan(), dice);
        keeper.apply(
                drawn == null
                        ? new ClusterEvent.PodReleased(bound.pod())
                        : new ClusterEvent.EvidenceSeen(bound.pod(), drawn.gpus(), drawn.vfs()));
    }
}
