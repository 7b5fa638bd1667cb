package io.switchman.topology.kubelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.switchman.topology.model.GpuPlugin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OutcomeTest {
    private static final KubeletFacts NONE =
            KubeletFacts.of(KubeletRelease.FROM_1_36, TopologyPolicy.NONE, TopologyScope.CONTAINER);
    private static final KubeletFacts BEST =
            KubeletFacts.of(KubeletRelease.FROM_1_36, TopologyPolicy.BEST_EFFORT, TopologyScope.CONTAINER);

    @Test
    void exactRatesOfTheStockOrder() {
        assertThat(stock("A pool1", NONE, "2*gpu 2*vf")).isCloseTo(1.0 / 8, within(1e-9));
        assertThat(stock("B pool1", NONE, "2*gpu 2*vf")).isCloseTo(0.094, within(5e-4));
        assertThat(stock("A pool1", BEST, "2*gpu 2*vf")).isCloseTo(0.289, within(5e-4));
        assertThat(stock("B rails1", BEST, "1*gpu 1*rail0")).isCloseTo(11.0 / 32, within(1e-9));
        assertThat(stock("A rails1", BEST, "2*gpu 1*rail0 1*rail1")).isCloseTo(18.0 / 32, within(1e-9));
    }

    @Test
    void closedFormOfAnyOrder() {
        Chance chance = Outcome.of(Board.of("A pool8").node(NONE, ""), Board.pod("8*gpu 8*vf"), ListOrder.ANY);
        double exact = Math.pow(16 * 15 / 2.0, 4) / Subsets.count(64, 8);
        assertThat(chance.p().orElseThrow()).isCloseTo(exact, within(1e-9));
    }

    @Test
    void weightsAddUp() {
        Outcome outcome = Outcome.of(
                Board.of("B pool8").node(BEST, "g2"), Board.pod("init 3*gpu 1*vf, sidecar 1*vf, 2*gpu 2*vf, 1*gpu"));
        for (Chance chance : List.of(outcome.anyOrder(), outcome.stock())) {
            double pairs = chance.pairs().values().stream().mapToDouble(p -> p).sum();
            double sets = chance.gpuSets().values().stream().mapToDouble(p -> p).sum();
            assertThat(pairs + chance.rejected()).isCloseTo(1, within(1e-9));
            assertThat(sets + chance.rejected()).isCloseTo(1, within(1e-9));
        }
    }

    @Test
    void aResourceThatDoesNotSufficeIsRejected() {
        Chance chance = Outcome.of(Board.of("A rails1").node(BEST, "g0 g1 g2"), Board.pod("6*gpu"), ListOrder.STOCK);
        assertThat(chance.kind()).isEqualTo(OutcomeClass.REJECTED);
        assertThat(chance.rejected()).isEqualTo(1);
    }

    @Test
    void anotherPluginMayGiveAnySet() {
        KubeletNode node = Board.of("A rails1").node(BEST, "");
        GpuPool gpus = node.gpus();
        KubeletNode other = new KubeletNode(
                node.kubelet(),
                node.numa(),
                new GpuPool(gpus.resource(), gpus.gpus(), gpus.scores(), GpuPlugin.OTHER),
                node.ports());
        assertThat(Outcome.of(other, Board.pod("2*gpu 1*rail0 1*rail1"), ListOrder.ANY)
                        .kind())
                .isEqualTo(OutcomeClass.UNKNOWN);
        assertThat(Outcome.of(other, Board.pod("4*gpu 1*rail0 1*rail1 1*rail2 1*rail3"), ListOrder.ANY)
                        .kind())
                .isEqualTo(OutcomeClass.CERTAIN);
        assertThat(Outcome.of(other, Board.pod("2*gpu 1*rail4 1*rail0"), ListOrder.ANY)
                        .kind())
                .isEqualTo(OutcomeClass.UNKNOWN);
    }

    @Test
    void aboveEightOnlyWhatIsForcedIsTold() {
        assertThat(sixteen(16, 16).kind()).isEqualTo(OutcomeClass.CERTAIN);
        assertThat(sixteen(2, 2).kind()).isEqualTo(OutcomeClass.UNKNOWN);
        assertThat(sixteen(2, 1).kind()).isEqualTo(OutcomeClass.IMPOSSIBLE);
    }

    private static Chance sixteen(int gpus, int vfs) {
        List<GpuUnit> units = new ArrayList<>();
        List<VfPort> ports = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            units.add(new GpuUnit(i / 8, "s" + i, false));
            ports.add(new VfPort("vf", i / 8, "s" + i, 1, Set.of()));
        }
        KubeletNode node = new KubeletNode(
                NONE,
                NumaNodes.of(List.of(0, 1)),
                new GpuPool("gpu", units, GpuScores.of(16, (i, j) -> 20), GpuPlugin.NVIDIA),
                ports);
        return Outcome.of(node, PodDemand.of(Map.of("gpu", gpus, "vf", vfs)), ListOrder.STOCK);
    }

    private static double stock(String board, KubeletFacts kubelet, String pod) {
        return Outcome.of(Board.of(board).node(kubelet, ""), Board.pod(pod), ListOrder.STOCK)
                .p()
                .orElseThrow();
    }
}
