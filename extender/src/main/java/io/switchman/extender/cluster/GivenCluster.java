package io.switchman.extender.cluster;

import io.switchman.extender.app.BoundPods;
import io.switchman.extender.app.ClusterSide;
import io.switchman.extender.app.StateKeeper;
import io.switchman.topology.state.ClusterEvent;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * A cluster inside the process, known from the start; this replica is the only one.
 *
 * @param sample what it is
 * @param boundPods makes the one who is told of pods that were bound, and who may change the state at that
 * @param leader whether this replica leads
 */
public record GivenCluster(
        List<ClusterEvent> sample, Function<StateKeeper, BoundPods> boundPods, BooleanSupplier leader)
        implements ServedCluster {
    public GivenCluster {
        sample = List.copyOf(sample);
    }

    /** One in which somebody is told of pods that were bound. */
    public GivenCluster(List<ClusterEvent> sample, Function<StateKeeper, BoundPods> boundPods) {
        this(sample, boundPods, () -> true);
    }

    /** One in which nobody says what bound pods really got. */
    public GivenCluster(List<ClusterEvent> sample) {
        this(sample, _ -> BoundPods.NOBODY);
    }

    @Override
    public Connection connect(Writer writer) {
        writer.keeper().apply(sample);
        writer.keeper().markSynced();
        ClusterSide side = ClusterSide.embedded(boundPods.apply(writer.keeper()));
        return new Connection() {
            @Override
            public ClusterSide side() {
                return side;
            }

            @Override
            public boolean leads() {
                return leader.getAsBoolean();
            }

            @Override
            public void close() {}
        };
    }
}
