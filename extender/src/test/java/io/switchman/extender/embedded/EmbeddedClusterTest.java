package io.switchman.extender.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.extender.app.StateKeeper;
import io.switchman.topology.state.Node;
import io.switchman.topology.state.NodeShape;
import io.switchman.topology.state.NodeView;
import io.switchman.topology.state.Reducer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class EmbeddedClusterTest {
    @Test
    void sameSeedSameCluster() {
        assertThat(written(EmbeddedCluster.idle(50, 7))).isEqualTo(written(EmbeddedCluster.idle(50, 7)));
        assertThat(written(EmbeddedCluster.idle(50, 7))).isNotEqualTo(written(EmbeddedCluster.idle(50, 8)));
        assertThat(written(EmbeddedCluster.inMixedStates(200, 7)))
                .isEqualTo(written(EmbeddedCluster.inMixedStates(200, 7)));
    }

    @Test
    void hardlyTwoNodesAreInTheSameState() {
        assertThat(shapes(EmbeddedCluster.inMixedStates(5_000, 1))).hasSizeGreaterThan(2_000);
    }

    /** A machine equals only itself, so nodes are compared by what they are called and have free. */
    private static List<String> written(EmbeddedCluster cluster) {
        return nodes(cluster).stream()
                .map(node ->
                        node.name() + " " + node.machine() + " " + node.free().freeGpus() + " "
                                + Arrays.toString(node.free().freeVfs()))
                .toList();
    }

    private static Set<NodeShape> shapes(EmbeddedCluster cluster) {
        return nodes(cluster).stream().map(Node::free).collect(Collectors.toSet());
    }

    private static List<Node> nodes(EmbeddedCluster cluster) {
        StateKeeper keeper = new StateKeeper(new Reducer(1_000), System::nanoTime);
        keeper.apply(cluster.events());
        List<Node> nodes = new ArrayList<>();
        for (EmbeddedCluster.Member member : cluster.nodes()) {
            if (keeper.state().view(member.name()) instanceof NodeView.Known(Node node)) {
                nodes.add(node);
            }
        }
        assertThat(nodes).hasSameSizeAs(cluster.nodes());
        return nodes;
    }
}
